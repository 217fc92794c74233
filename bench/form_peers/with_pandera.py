"""The nine rules as pandera checks on a Polars frame; every failure is collected (lazy validation)."""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

LESS = r"(成本|超支|投诉|事故|差错率|失业率|死亡|未完成)(率|数|次数|人数|起数)?$"
USED = "(成本|超支|投诉|事故|差错|失业|死亡|消耗|排放|能耗|天数|时间|用时|发生)"
FIRM = "[0-9０-９一二三四五六七八九十]+[个项次件人天月%％]|月底|年底|通过验收|出具|印发|备案"
VAGUE = "提升|提高|完善|加强|明显|显著|有效|基本|进一步|持续|不断|良好|较好"
c = pl.col
MORE, FEWER = c("operator").is_in(["≥", ">"]), c("operator").is_in(["≤", "<"])
LEVELS = {
    "达成预期指标": (0.8, 1.0),
    "部分达成预期指标并具有一定效果": (0.6, 0.8),
    "未达成预期指标且效果较差": (0.0, 0.6),
}
"""Levels of the project pack and their coefficients, the lower bound included."""


def _off_level() -> pl.Expr:
    fits = pl.lit(value=False)
    for name, (low, high) in LEVELS.items():
        fits = fits | ((c("level") == name) & c("coefficient").is_between(low, high).fill_null(value=True))
    return ~fits


SHORT = (MORE & (c("actual") < c("target"))) | (FEWER & (c("actual") > c("target")))
SHORT = SHORT | ((c("operator") == "=") & (c("actual") != c("target")))
NO_UNIT = c("unit").is_in(["", "百分比", "百分之", "％"])
ODD_UNIT = c("name").str.contains("(率|比例|占比|满意度)$") & ~c("unit").is_in(["%", "‰", "分"])
COST = c("level_1").str.contains("成本") | c("level_2").str.contains("成本")
BAD: dict[str, pl.Expr] = {
    "R06": (MORE & (c("level_2").str.contains("成本") | c("name").str.contains(LESS)))
    | (FEWER & c("level_2").str.starts_with("数量") & ~c("name").str.contains(USED)),
    "R07": (c("operator") != "定性") & (c("target").is_null() | NO_UNIT | ODD_UNIT),
    "R09": (c("operator") == "定性") & c("reported") & (c("absent") == "") & _off_level(),
    "R10": c("reported")
    & (c("absent") == "")
    & ((c("reason") == "") | (c("measure") == ""))
    & ((c("claimed") < c("weight")) | SHORT),
    "R11": MORE & (c("target") > 0) & (c("actual") > c("target") * pl.lit(1.3)) & (c("reason") == ""),
    "R13": c("level_2").str.starts_with("数量")
    & (c("unit").is_in(["元", "万元", "亿元", "千元"]) | c("name").str.contains("(金额|经费|资金)(数|额)?$")),
    "R15": (c("operator") == "定性")
    & ~c("text_target").str.contains(FIRM)
    & ((c("text_target") == "") | c("text_target").str.contains(VAGUE)),
    "R16": c("level_1").str.contains("效益") & (c("unit") == "%") & (c("meaning") == "") & (c("data_source") == ""),
    "R23": COST & c("operator").is_in(["≤", "<", "="]) & (c("actual") > c("target")) & (c("claimed") >= c("weight")),
}


def _check(code: str) -> pa.Check:
    sound = ~BAD[code].fill_null(value=False)
    return pa.Check(lambda data: data.lazyframe.select(sound.alias(code)), name=code)


def main() -> None:
    path = Path(sys.argv[1]) / "joined.parquet"
    schema = pa.DataFrameSchema(checks=[_check(code) for code in BAD])
    started, spent = time.perf_counter(), time.process_time()
    frame = pl.read_parquet(path).with_columns(pl.selectors.decimal().cast(pl.Float64))
    bad = dict.fromkeys(BAD, 0)
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            bad[error.check.name] = len(error.failure_cases)
    told = {
        "version": f"pandera {version('pandera')}, Polars {version('polars')}",
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - spent,
        "bad": bad,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
