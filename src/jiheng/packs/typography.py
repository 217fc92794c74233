"""Slips of the keyboard that YAML takes for something else: told at their own line, before anything is read.

Full-width colons and commas, Tabs, Chinese quotation marks for quotes, characters that nobody sees, ``>=`` without
quotes. Lines of a block text (``|``) and comments are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel

_UNSEEN = re.compile("[\u200b-\u200f\u2028\u2029\u2060\ufeff]")
_ODD_INDENT = re.compile("^[ \t]*[\u00a0\u3000]")
_QUOTED = re.compile(r"(?:^|[:\[{,]|-)\s*([“‘][^“”‘’]*[”’])\s*(?=$|[,\]}#]|：|:)")
_FULL_WIDTH = str.maketrans("：，｛｝［］【】（）", ":,{}[][]()")


class Slip(NamedTuple):
    """What is wrong in a line, the piece of it, and the right form."""

    line: int
    problem: str
    value: str
    fix: str


def slips(text: str) -> Iterator[Slip]:
    """The slips of a file, one for a line."""
    for number, line in _lines(text):
        found = next((slip for look in _LOOKS if (slip := look(number, line)) is not None), None)
        if found is not None:
            yield found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are structure, without their comments."""
    block = -1
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        indent = len(line) - len(line.lstrip())
        if block >= 0 and (not line.strip() or indent > block):
            continue
        block = indent if re.search(r":\s*[|>][+-]?\d*\s*$", line) and not _OPERATOR.search(line) else -1
        bare = re.sub(r"(^|\s)#.*$", "", line)
        if bare.strip():
            yield number, bare


@cache
def _keys() -> str:
    """Every key that the files of a pack may have, as alternatives of a pattern."""
    from jiheng.packs import layout, model, scenario  # noqa: PLC0415 - they read files through this module
    from jiheng.packs.method import KINDS  # noqa: PLC0415 - as above

    found: set[str] = {"extends", "remove", "fragment", "guide"}
    open_: list[type[BaseModel]] = [
        each
        for module in (model, layout, scenario)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseModel)
    ]
    for kind in (*open_, *KINDS.values()):
        found |= set(kind.model_fields)
    found |= {"at_least", "at_most", "above", "below", "share", "to_share", "points", "high", "low", "lose", "effect"}
    return "|".join(sorted(found, key=len, reverse=True))


def _tab(number: int, line: str) -> Slip | None:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Slip(number, "行首用了 Tab 键缩进", "", "请删去 Tab，改用空格，与上下同级的行左对齐。")
    return None


def _unseen(number: int, line: str) -> Slip | None:
    if _UNSEEN.search(line):
        return Slip(
            number, "有看不见的字符（零宽空格等）", "", "多半是从网页或微信复制带来的，请删去后重新输入这一行。"
        )
    if _ODD_INDENT.match(line):
        return Slip(number, "行首用了全角空格或不间断空格", "", "请改用半角空格缩进。")
    return None


def _colon(number: int, line: str) -> Slip | None:
    found = re.search(rf"(?:^\s*(?:-\s+)?|[{{,，]\s*)((?:{_keys()})\s*：)", _unquoted(line))
    if found is None:
        return None
    key = found[1].rstrip("： ")
    return Slip(number, "用了全角冒号", found[1], f"冒号用英文半角，后留一个空格：{key}: …")


def _tight(number: int, line: str) -> Slip | None:
    found = re.search(rf"(?:^\s*(?:-\s+)?|[{{,]\s*)((?:{_keys()}):(?=[^\s:/]))", _unquoted(line))
    if found is None:
        return None
    return Slip(number, "冒号后没有空格", found[1], f"冒号后留一个空格：{found[1]} …")


_OPERATOR = re.compile(r"operator:\s*((?:>=?|=>)(?=\s*(?:$|[,}#])))|^\s*((?:>=?|=>)(?=\s*:))")


def _operator(number: int, line: str) -> Slip | None:
    found = _OPERATOR.search(line)
    if found is None:
        return None
    sign = found[1] or found[2]
    plain = "≥" if "=" in sign else ">"
    return Slip(
        number, "比较符号要加引号", sign, f'请写 "{plain}"（带英文引号）' + ("，或直接写 ≥。" if plain == "≥" else "。")
    )


def _curly(number: int, line: str) -> Slip | None:
    found = _QUOTED.search(line)
    if found is None:
        return None
    inner = found[1][1:-1]
    return Slip(
        number,
        "用了中文引号",
        found[1],
        f'引号用英文半角 "{inner}"，或不加引号；引号本身是内容的，外面再加一层英文引号。',
    )


def _comma(number: int, line: str) -> Slip | None:
    bare = _unquoted(line)
    found = re.search(rf"，\s*(?:{_keys()})\s*[:：]", bare) if "{" in bare else None
    listed = re.search(r"\b(level_1|level_2|extends|remove|options|without)\s*:\s*\[([^\]]*[，、][^\]]*)\]", bare)
    if found is None and listed is None:
        return None
    value = found[0] if found else f"[{listed[2]}]" if listed else ""
    return Slip(
        number,
        "用了中文逗号或顿号分隔",
        value,
        f"各项之间用英文半角逗号：{value.translate(_FULL_WIDTH).replace('、', ', ')}",
    )


def _bracket(number: int, line: str) -> Slip | None:
    found = re.search(r":\s*([｛［【（])", _unquoted(line))
    if found is None or (found[1] in "（【" and not re.search(rf"[（【]\s*(?:{_keys()})\s*[:：]", line)):
        return None
    return Slip(number, "用了全角括号", found[1], "花括号、方括号用英文半角：{ } [ ]。")


def _formula(number: int, line: str) -> Slip | None:
    found = re.search(r"\{.*?formula:\s*([^\s\"'][^}\"']*?\([^)\"']*[,][^)\"']*\)[^,}\"']*)", line)
    if found is None:
        return None
    return Slip(number, "花括号里的公式含有逗号，要加引号", found[1], f'请写 formula: "{found[1].strip()}"')


def _unquoted(line: str) -> str:
    """The line with what stands in quotes blanked out."""
    return re.sub(r"\"[^\"]*\"|'[^']*'", lambda found: " " * len(found[0]), line)


_LOOKS = (_tab, _unseen, _colon, _tight, _operator, _curly, _comma, _bracket, _formula)
