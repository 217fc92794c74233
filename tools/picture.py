"""Draw the picture that the README opens with: where the example town lost its points, from the score sheet itself.

Run after a change of the example or of scoring: ``.venv/bin/python tools/picture.py``. A test holds it up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.sax.saxutils import escape

from jiheng import facts
from jiheng.cli.demo import example
from jiheng.core.exact import half_up
from jiheng.packs.load import load_pack
from jiheng.scoring import score
from jiheng.scoring.sheet import Line, ScoreSheet

PICTURE = Path(__file__).resolve().parent.parent / "docs/demo.svg"
WIDTH, ROW, LEFT, RIGHT = 1060, 30, 250, 470
INK, QUIET, ACCENT, RED = "#1f2733", "#56616f", "#1d4f91", "#b8320a"


def lost_lines(sheet: ScoreSheet) -> list[Line]:
    """The leaves that lost points, in the order of the table."""
    parents = {line.parent for line in sheet.lines}
    return [line for line in sheet.lines if line.code not in parents and line.lost.units > 0]


def text(
    x: int, y: int, words: str, *, colour: str = INK, size: int = 13, anchor: str = "start", bold: bool = False
) -> str:
    """One piece of text."""
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def bars(sheet: ScoreSheet) -> list[str]:
    """One row per lost point: name, bar from where the one before ended, points, reason."""
    lines, drawn, gone, y = lost_lines(sheet), [], 0, 96
    for line in lines:
        start = LEFT + half_up(gone * (RIGHT - LEFT), sheet.lost.units)
        gone += line.lost.units
        end = LEFT + half_up(gone * (RIGHT - LEFT), sheet.lost.units)
        because = line.because.split("；")[0][:60]
        drawn += [
            text(LEFT - 12, y + 15, line.name[:17], anchor="end"),
            f'<rect x="{start}" y="{y + 3}" width="{max(end - start, 2)}" height="16" fill="{RED}"/>',
            text(end + 8, y + 15, f"−{line.lost.shown()}", colour=RED, bold=True),
            text(RIGHT + 66, y + 15, because, colour=QUIET, size=11),
        ]
        y += ROW
    return drawn


def draw(sheet: ScoreSheet) -> str:
    """The whole picture; it asks no other host for anything."""
    height = 96 + ROW * len(lost_lines(sheet)) + 24
    body = [
        text(24, 52, sheet.total.shown(), colour=ACCENT, size=40, bold=True),
        text(140, 52, sheet.grade, colour=ACCENT, size=24),
        text(LEFT, 36, f"{sheet.unit}　{sheet.year} 年度绩效自评", size=15, bold=True),
        text(LEFT, 58, f"{sheet.pack_label}", colour=QUIET, size=12),
        text(
            LEFT,
            78,
            f"满分 {sheet.full_marks.shown()} 分，失分 {sheet.lost.shown()} 分，每一分都有出处：",
            colour=QUIET,
            size=12,
        ),
        *bars(sheet),
    ]
    fonts = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="{fonts}">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>', *body, "</svg>", ""])


def main() -> int:
    """Write the picture."""
    dataset = facts.load(example())
    PICTURE.write_text(draw(score(dataset, load_pack(dataset.unit.pack))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
