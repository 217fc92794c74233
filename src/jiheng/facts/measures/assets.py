"""State-owned assets: ledger against accounts (账账相符), ledger against the count (账实相符), income."""

from __future__ import annotations

from jiheng.facts.measures.measured import Found
from jiheng.facts.measures.registry import Ground, count, term, total


@term("资产台账数", "assets")
def ledger(ground: Ground) -> Found:
    """The value of all assets by the ledger."""
    return total(ground.dataset.assets, "ledger")


@term("在用资产价值", "assets")
def in_use(ground: Ground) -> Found:
    """The value of assets in use."""
    return total(ground.dataset.assets, "in_use")


@term("资产类别数", "assets")
def asset_classes(ground: Ground) -> Found:
    """How many classes of assets are registered."""
    return count(ground.dataset.assets)


@term("账账相符类别数", "assets")
def ledger_agrees_with_accounts(ground: Ground) -> Found:
    """Classes whose ledger equals the accounts."""
    return count(each for each in ground.dataset.assets if each.ledger == each.accounts)


@term("账实相符类别数", "assets")
def ledger_agrees_with_count(ground: Ground) -> Found:
    """Classes whose ledger equals the count; a class not counted does not agree."""
    return count(each for each in ground.dataset.assets if each.counted is not None and each.ledger == each.counted)


@term("已盘点类别数", "assets")
def counted_this_year(ground: Ground) -> Found:
    """Classes counted within the budget year."""
    year = ground.dataset.unit.year
    return count(each for each in ground.dataset.assets if each.counted_on and each.counted_on.year == year)


@term("资产收益笔数", "asset_income")
def incomes(ground: Ground) -> Found:
    """Incomes from assets that belong to the treasury."""
    return count(ground.dataset.asset_income)


@term("按期上缴收益笔数", "asset_income")
def incomes_paid_in_time(ground: Ground) -> Found:
    """Incomes paid to the treasury on or before the day they were due."""
    return count(each for each in ground.dataset.asset_income if each.paid and each.due and each.paid <= each.due)
