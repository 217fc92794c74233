"""Government procurement: the law's time limits, counted from each purchase's own dates."""

from __future__ import annotations

from dataclasses import replace

from jiheng.facts.measures.measured import Found
from jiheng.facts.measures.registry import Ground, count, term, total, within
from jiheng.facts.rows import Purchase


@term("采购项目数", "purchases")
def purchases(ground: Ground) -> Found:
    """All purchases."""
    return count(ground.dataset.purchases)


@term("采购预算数", "purchases")
def purchase_budget(ground: Ground) -> Found:
    """The budget of all purchases."""
    return total(ground.dataset.purchases, "budget")


def _signed(ground: Ground) -> tuple[Purchase, ...]:
    return tuple(each for each in ground.dataset.purchases if each.signed)


@term("采购合同金额", "purchases")
def contract_amount(ground: Ground) -> Found:
    """The amount of all signed contracts."""
    return total(_signed(ground), "amount")


@term("中小企业采购金额", "purchases")
def small_business_amount(ground: Ground) -> Found:
    """The amount of signed contracts reserved for small business."""
    return total((each for each in _signed(ground) if each.small_business), "amount")


def _begun(ground: Ground) -> tuple[Purchase, ...]:
    return tuple(each for each in ground.dataset.purchases if each.start)


@term("应公开意向项目数", "purchases")
def intentions_due(ground: Ground) -> Found:
    """Purchases that have begun."""
    return count(_begun(ground))


@term("已公开意向项目数", "purchases")
def intentions_published(ground: Ground) -> Found:
    """Begun purchases whose intention was made public."""
    return count(each for each in _begun(ground) if each.intention)


@term("按期公开意向项目数", "purchases")
def intentions_in_time(ground: Ground) -> Found:
    """Begun purchases whose intention was public long enough before the start."""

    def in_time(each: Purchase) -> bool:
        if each.start is None or each.intention is None:
            return False
        return (each.start - each.intention).days >= ground.limit("采购意向公开提前天数", each.start)

    return count(each for each in ground.dataset.purchases if in_time(each))


@term("采购合同数", "purchases")
def contracts_due(ground: Ground) -> Found:
    """Purchases with an award notice: each must become a contract."""
    return count(each for each in ground.dataset.purchases if each.award)


@term("按期签订合同数", "purchases")
def contracts_signed_in_time(ground: Ground) -> Found:
    """Contracts signed within the limit after the award notice."""

    def in_time(each: Purchase) -> bool:
        return each.award is not None and within(each.award, each.signed, ground.limit("合同签订期限", each.award))

    return count(each for each in ground.dataset.purchases if in_time(each))


@term("已签合同数", "purchases")
def contracts_signed(ground: Ground) -> Found:
    """Signed contracts."""
    return count(_signed(ground))


@term("按期备案合同数", "purchases")
def contracts_filed_in_time(ground: Ground) -> Found:
    """Signed contracts filed with the finance department within the working days allowed."""
    return _in_time(ground, "filed", "合同备案期限")


@term("按期公告合同数", "purchases")
def contracts_announced_in_time(ground: Ground) -> Found:
    """Signed contracts announced within the working days allowed."""
    return _in_time(ground, "announced", "合同公告期限")


def _in_time(ground: Ground, attribute: str, limit: str) -> Found:
    """Contracts that were in time, with a remark where that rests on a year whose holiday notice is not published."""
    signed = list(_signed(ground))
    spans = [(each.signed, getattr(each, attribute)) for each in signed]
    remarks = [ground.workdays.remark(start, done) for start, done in spans if start and done and start <= done]
    found = count(each for each in signed if _soon(ground, each, attribute, limit))
    return replace(found, remark=max(remarks, default=""))


def _soon(ground: Ground, each: Purchase, attribute: str, limit: str) -> bool:
    signed, done = each.signed, getattr(each, attribute)
    if signed is None or done is None or done < signed:
        return False
    return ground.workdays.at_least(signed, done) <= ground.limit(limit, signed)


@term("成立投诉数", "purchases")
def upheld_complaints(ground: Ground) -> Found:
    """Purchases with an upheld complaint."""
    return count(each for each in ground.dataset.purchases if each.upheld_complaint)
