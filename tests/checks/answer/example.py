"""A small report with hand-made answers, so that answers are tested without the checks."""

from __future__ import annotations

from pathlib import Path

from jiheng.checks.finding import Answer, Coverage, Finding, Kind, Relation, Severity, Span, Verdict
from jiheng.reading import Document, read

LINES = (
    "一、绩效自评情况",
    "全年预算 100.00 万元，支出 95.00 万元，执行率 95%。",
    "履职效能得分 49.37 分，管理效率得分 47.00 分，合计 96.37 分。",
    "债效良好，履职效能得分 49.43 分。<b>&",
)


def span(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start, start + len(quote), quote)


def answer_for(document: Document) -> Answer:
    spans = {quote: span(document, quote) for quote in ("100.00", "95.00", "95%", "49.37", "47.00", "49.43", "债效")}
    relations = (
        Relation(
            Kind.RATIO, Verdict.OK, (spans["95.00"], spans["100.00"], spans["95%"]), "95%", "95%", "95.00 ÷ 100.00"
        ),
        Relation(Kind.CONFLICT, Verdict.WRONG, (spans["49.43"], spans["49.37"]), "49.43", "49.37", "96.37 − 47.00"),
        Relation(Kind.COUNT, Verdict.UNCHECKED, (spans["47.00"],), "47.00", "", "没有可以对照的列举"),
    )
    findings = (
        Finding("T501", Kind.TYPO, Severity.INFO, "“债效”似应为“绩效”", (spans["债效"],), "债效", "绩效"),
        Finding(
            "T301",
            Kind.CONFLICT,
            Severity.ERROR,
            "履职效能得分前后不一致",
            (spans["49.43"], spans["49.37"]),
            "49.43",
            "49.37",
            "与合计相符的是 49.37。",
            "改正另一处。",
            ("示例办法 第三条",),
        ),
        Finding("T402", Kind.FORM, Severity.WARNING, "执行率没有写明口径", (spans["95%"],), "95%"),
    )
    return Answer(relations, findings, Coverage(8, 5))


def report(folder: Path, name: str = "报告.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def read_report(folder: Path) -> tuple[Document, Answer]:
    document = read(report(folder))
    return document, answer_for(document)
