"""The nine rules as one frictionless check, row by row, on a CSV of the first rows."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from frictionless import Check, Checklist, Resource, errors

LESS = re.compile(r"(成本|超支|投诉|事故|差错率|失业率|死亡|未完成)(率|数|次数|人数|起数)?$")
USED = re.compile("(成本|超支|投诉|事故|差错|失业|死亡|消耗|排放|能耗|天数|时间|用时|发生)")
FIRM = re.compile("[0-9０-９一二三四五六七八九十]+[个项次件人天月%％]|月底|年底|通过验收|出具|印发|备案")
VAGUE = re.compile("提升|提高|完善|加强|明显|显著|有效|基本|进一步|持续|不断|良好|较好")
RATE = re.compile("(率|比例|占比|满意度)$")
MONEY = re.compile("(金额|经费|资金)(数|额)?$")
LEVELS = {"达成预期指标": (0.8, 1), "部分达成预期指标并具有一定效果": (0.6, 0.8), "未达成预期指标且效果较差": (0, 0.6)}
Row = dict[str, Any]


def _text(row: Row, name: str) -> str:
    return row[name] or ""


def _direction(row: Row) -> bool:
    if row["operator"] in ("≥", ">"):
        return "成本" in _text(row, "level_2") or bool(LESS.search(row["name"]))
    return row["operator"] in ("≤", "<") and _text(row, "level_2").startswith("数量") and not USED.search(row["name"])


def _unit(row: Row) -> bool:
    unit = _text(row, "unit")
    odd = RATE.search(row["name"]) and unit not in ("%", "‰", "分")
    return row["operator"] != "定性" and bool(row["target"] is None or unit in ("", "百分比", "百分之", "％") or odd)


def _level(row: Row) -> bool:
    if row["operator"] != "定性" or not row["reported"] or _text(row, "absent"):
        return False
    band = LEVELS.get(_text(row, "level"))
    return band is None or (row["coefficient"] is not None and not band[0] <= row["coefficient"] <= band[1])


def _short(row: Row) -> bool:
    if row["actual"] is None or row["target"] is None:
        return False
    less, more = row["actual"] < row["target"], row["actual"] > row["target"]
    return bool({"≥": less, ">": less, "≤": more, "<": more, "=": less or more}.get(row["operator"], False))


def _explained(row: Row) -> bool:
    if not row["reported"] or _text(row, "absent") or (_text(row, "reason") and _text(row, "measure")):
        return False
    return (row["claimed"] is not None and row["claimed"] < row["weight"]) or _short(row)


def _over(row: Row) -> bool:
    known = row["operator"] in ("≥", ">") and row["target"] and row["actual"] is not None
    return bool(known and row["actual"] * 10 > row["target"] * 13 and not _text(row, "reason"))


def _money(row: Row) -> bool:
    money = _text(row, "unit") in ("元", "万元", "亿元", "千元") or MONEY.search(row["name"])
    return bool(_text(row, "level_2").startswith("数量") and money)


def _vague(row: Row) -> bool:
    text = _text(row, "text_target")
    return row["operator"] == "定性" and not FIRM.search(text) and (not text or bool(VAGUE.search(text)))


def _bare(row: Row) -> bool:
    bare = not _text(row, "meaning") and not _text(row, "data_source")
    return "效益" in _text(row, "level_1") and row["unit"] == "%" and bare


def _dear(row: Row) -> bool:
    cost = "成本" in _text(row, "level_1") or "成本" in _text(row, "level_2")
    known = row["actual"] is not None and row["target"] is not None and row["operator"] in ("≤", "<", "=")
    return bool(cost and known and row["actual"] > row["target"] and row["claimed"] >= row["weight"])


RULES: dict[str, Callable[[Row], bool]] = {
    "R06": _direction, "R07": _unit, "R09": _level, "R10": _explained, "R11": _over,
    "R13": _money, "R15": _vague, "R16": _bare, "R23": _dear,
}  # fmt: skip


class Nine(Check):
    """Yields one error for each rule that a row breaks; the rule's code is the note."""

    Errors = [errors.RowConstraintError]

    def validate_row(self, row: Any) -> Iterator[Any]:
        for code, broken in RULES.items():
            if broken(row):
                yield errors.RowConstraintError.from_row(row, note=code)


def main() -> None:
    folder = Path(sys.argv[1])
    started, spent = time.perf_counter(), time.process_time()
    resource = Resource(path="joined.csv", basepath=str(folder))
    report = resource.validate(Checklist(checks=[Nine()]), limit_errors=10**9)
    bad = dict.fromkeys(RULES, 0)
    for error in report.task.errors:
        bad[error.note] = bad.get(error.note, 0) + 1
    told = {
        "version": f"frictionless {version('frictionless')}",
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - spent,
        "bad": bad,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
