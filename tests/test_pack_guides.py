"""The two guides to rule packs do what they say: every file is written, every command run, every output compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from jiheng.cli.main import main
from jiheng.packs.expression import MAX_DEPTH as FORMULA_DEPTH
from jiheng.packs.expression import MAX_LENGTH, MAX_TOKENS
from jiheng.packs.lint import RULES
from jiheng.packs.method import Method
from jiheng.packs.model import Pack
from jiheng.packs.source import MAX_BYTES, MAX_DEPTH

DOCS = Path(__file__).parent.parent / "docs"
CHINESE, ENGLISH = DOCS / "规则包编写指南.md", DOCS / "writing-a-rule-pack.md"

BLOCK = re.compile(r"^```(yaml|console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# (文件|接着写|file) (\S+)\n")
SEVERITIES = {"error": "错误", "warning": "提醒", "info": "提示"}


def kinds() -> set[str]:
    return {get_args(each.model_fields["kind"].annotation)[0] for each in get_args(get_args(Method)[0])}


def sessions(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output that is shown for it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def pattern(shown: str) -> re.Pattern[str]:
    """What is shown, where an ellipsis stands for anything."""
    return re.compile(re.escape(shown).replace("…", ".*?"), re.DOTALL)


def write(block: str) -> None:
    found = FILE.match(block)
    if found:
        path = Path(found[2])
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if found[1] == "接着写" else ""
        path.write_text(before + block[found.end() :], "utf-8")


def run(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr("sys.argv", shlex.split(command))
    with pytest.raises(SystemExit):
        main()
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.mark.parametrize("guide", [CHINESE, ENGLISH], ids=["chinese", "english"])
def test_every_command_of_the_guide_prints_what_the_guide_shows(
    guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIHENG_LANG", "zh")
    ran = 0
    for language, block in BLOCK.findall(guide.read_text("utf-8")):
        if language == "yaml":
            write(block)
        elif language == "python":
            exec(compile(block, guide.name, "exec"), {})
        else:
            for command, shown in sessions(block):
                assert pattern(shown).fullmatch(run(command, monkeypatch, capsys)), command
                ran += 1
    assert ran >= 3


def test_the_chinese_guide_lists_every_lint_rule_with_its_title() -> None:
    rows = [f"| {rule.code} | {SEVERITIES[rule.severity]} | {rule.title} |" for rule in RULES]
    text = CHINESE.read_text("utf-8")
    assert text[text.index("| 代码 |") :].splitlines()[2:] == rows


@pytest.mark.parametrize("guide", [CHINESE, ENGLISH], ids=["chinese", "english"])
def test_both_guides_show_every_scoring_method(guide: Path) -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", guide.read_text("utf-8"), re.MULTILINE))
    assert kinds() <= rows


def test_the_english_guide_names_every_key_of_a_pack() -> None:
    text = ENGLISH.read_text("utf-8")
    assert [key for key in Pack.model_fields if f"`{key}`" not in text] == []


def test_the_english_guide_gives_the_limits_that_the_loader_has() -> None:
    text = ENGLISH.read_text("utf-8")
    said = [
        f"{MAX_DEPTH} levels",
        f"{MAX_BYTES:,} bytes",
        f"{MAX_LENGTH} characters",
        f"{MAX_TOKENS} tokens",
        f"{FORMULA_DEPTH} levels",
    ]
    assert [limit for limit in said if limit not in text] == []
