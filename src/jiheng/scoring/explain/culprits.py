"""Which rows of the registers cost the points: the late contract, the missing disclosure, the idle asset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from jiheng.facts.rows import Disclosure
from jiheng.scoring.explain import words
from jiheng.scoring.explain.subject import Leaf, Subject

Finder = Callable[[Subject], Iterator[str]]


def culprits(subject: Subject, leaf: Leaf) -> str:
    """One clause that names them; empty where no register stands behind the value."""
    if leaf.entry.measured is None:
        return ""
    names = dict.fromkeys(_primitives(subject, leaf.entry.measured.name))
    found = list(dict.fromkeys(text for name in names for text in _FINDERS.get(name, _none)(subject)))
    return f"涉及：{words.listed(found)}" if found else ""


def _primitives(subject: Subject, name: str) -> Iterator[str]:
    if subject.formula(name) is None:
        yield subject.renamed(name)
        return
    for below in subject.inputs(name):
        yield from _primitives(subject, below)


def _none(_: Subject) -> Iterator[str]:
    return iter(())


def _limit(subject: Subject, name: str, on: date) -> Fraction | None:
    return subject.pack.value(name, on) if name in subject.pack.values else None


def _unsigned(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.purchases:
        limit = _limit(subject, "合同签订期限", row.award) if row.award else None
        if row.award is None or limit is None:
            continue
        if row.signed is None:
            yield f"“{row.name}”合同未签订"
        elif (row.signed - row.award).days > limit:
            yield f"“{row.name}”合同签订晚 {(row.signed - row.award).days - limit} 天"


def _unfiled(subject: Subject) -> Iterator[str]:
    yield from _late_after_signing(subject, "filed", "合同备案期限", "备案")


def _unannounced(subject: Subject) -> Iterator[str]:
    yield from _late_after_signing(subject, "announced", "合同公告期限", "公告")


def _late_after_signing(subject: Subject, attribute: str, value: str, matter: str) -> Iterator[str]:
    for row in subject.dataset.purchases:
        limit = _limit(subject, value, row.signed) if row.signed else None
        done: date | None = getattr(row, attribute)
        if row.signed is None or limit is None:
            continue
        if done is None:
            yield f"“{row.name}”合同未{matter}"
        elif (days := subject.workdays.at_least(row.signed, done)) > limit:
            yield f"“{row.name}”合同{matter}晚 {days - limit} 个工作日"


def _unannounced_intentions(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.purchases:
        limit = _limit(subject, "采购意向公开提前天数", row.start) if row.start else None
        if row.start is None or limit is None:
            continue
        if row.intention is None:
            yield f"“{row.name}”采购意向未公开"
        elif (days := (row.start - row.intention).days) < limit:
            yield f"“{row.name}”采购意向提前 {days} 天公开，少 {limit - days} 天"


def _complained(subject: Subject) -> Iterator[str]:
    return (f"“{row.name}”有成立的投诉" for row in subject.dataset.purchases if row.upheld_complaint)


def _unpublished(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.disclosures:
        limit = _limit(subject, "预决算公开期限", row.approved) if row.approved else None
        if row.matter not in ("部门预算", "部门决算", "三公经费") or row.approved is None or limit is None:
            continue
        yield from _publication(row)
        if row.published and (row.published - row.approved).days > limit:
            yield f"“{row.matter}”公开晚 {(row.published - row.approved).days - limit} 天"


def _unpublished_results(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.disclosures:
        if row.matter in ("绩效目标", "绩效自评结果"):
            yield from _publication(row)


def _publication(row: Disclosure) -> Iterator[str]:
    if row.published is None:
        yield f"“{row.matter}”未公开"
    elif row.complete is False:
        yield f"“{row.matter}”公开内容不完整"


def _unpaid_income(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.asset_income:
        if row.due is not None and row.paid is None:
            yield f"“{row.name}”未上缴"
        elif row.due is not None and row.paid is not None and row.paid > row.due:
            yield f"“{row.name}”上缴晚 {(row.paid - row.due).days} 天"


def _unmatched_accounts(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.assets:
        if row.ledger is not None and row.accounts is not None and row.ledger != row.accounts:
            yield f"“{row.name}”台账与会计账相差 {words.spoken(abs(row.ledger.exact - row.accounts.exact), '元')}"


def _unmatched_counts(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.assets:
        if row.counted is None:
            yield f"“{row.name}”未盘点"
        elif row.ledger is not None and row.ledger != row.counted:
            yield f"“{row.name}”台账与盘点数相差 {words.spoken(abs(row.ledger.exact - row.counted.exact), '元')}"


def _uncounted(subject: Subject) -> Iterator[str]:
    year = subject.dataset.unit.year
    for row in subject.dataset.assets:
        if row.counted_on is None or row.counted_on.year != year:
            yield f"“{row.name}”本年度未盘点"


def _idle(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.assets:
        if row.ledger is not None and row.in_use is not None and row.in_use.units < row.ledger.units:
            yield f"“{row.name}”闲置 {words.spoken(row.ledger.exact - row.in_use.exact, '元')}"


def _unassessed(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.projects:
        if row.attribute == "新增" and not row.assessed:
            yield f"新增项目“{row.name}”未做事前绩效评估"


def _unreported(subject: Subject) -> Iterator[str]:
    for row in subject.dataset.filings:
        if row.due is not None and row.filed is None:
            yield f"“{row.step}”未报送"
        elif row.due is not None and row.filed is not None and row.filed > row.due:
            yield f"“{row.step}”晚报 {(row.filed - row.due).days} 天"


def _returned(subject: Subject) -> Iterator[str]:
    return (f"“{row.step}”被退回 {row.returned} 次" for row in subject.dataset.filings if row.returned)


def _adjusted(subject: Subject) -> Iterator[str]:
    rows = [row for row in subject.dataset.adjustments if row.amount is not None and not row.excepted]
    for row in sorted(rows, key=lambda each: -abs(each.amount.units if each.amount else 0)):
        amount = row.amount.exact if row.amount else Fraction(0)
        yield f"{row.reason or row.code} {words.spoken(amount, '元')}"


def _found(kind: str) -> Finder:
    def finder(subject: Subject) -> Iterator[str]:
        return (f"“{row.matter}”" for row in subject.dataset.inspections if row.kind == kind)

    return finder


_FINDERS: dict[str, Finder] = {
    "按期签订合同数": _unsigned,
    "按期备案合同数": _unfiled,
    "按期公告合同数": _unannounced,
    "按期公开意向项目数": _unannounced_intentions,
    "成立投诉数": _complained,
    "按期公开事项数": _unpublished,
    "绩效已公开事项数": _unpublished_results,
    "按期上缴收益笔数": _unpaid_income,
    "账账相符类别数": _unmatched_accounts,
    "账实相符类别数": _unmatched_counts,
    "已盘点类别数": _uncounted,
    "在用资产价值": _idle,
    "已评估新增项目数": _unassessed,
    "按期报送事项数": _unreported,
    "退回次数": _returned,
    "预算调整数": _adjusted,
    "财务问题数": _found("财务"),
    "采购问题数": _found("采购"),
    "资产问题数": _found("资产"),
    "绩效问题数": _found("绩效"),
}
