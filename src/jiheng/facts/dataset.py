"""The data set of one unit and year."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.facts.rows import (
    Adjustment,
    Answer,
    Asset,
    AssetIncome,
    BudgetLine,
    Claim,
    DeclaredValue,
    Disclosure,
    Evidence,
    Filing,
    History,
    Indicator,
    Inspection,
    Narrative,
    Observation,
    Payment,
    Plan,
    Project,
    Purchase,
    Result,
    Review,
    RuleDocument,
    RunningCost,
    SpecialFund,
    Succession,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """All rows of one unit and year, by table; ``sha256`` names the content, not the files it came in."""

    unit: Unit
    projects: tuple[Project, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    payments: tuple[Payment, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    results: tuple[Result, ...] = ()
    answers: tuple[Answer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    assets: tuple[Asset, ...] = ()
    asset_income: tuple[AssetIncome, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    rule_documents: tuple[RuleDocument, ...] = ()
    running_costs: tuple[RunningCost, ...] = ()
    special_funds: tuple[SpecialFund, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    filings: tuple[Filing, ...] = ()
    observations: tuple[Observation, ...] = ()
    plans: tuple[Plan, ...] = ()
    claims: tuple[Claim, ...] = ()
    reviews: tuple[Review, ...] = ()
    history: tuple[History, ...] = ()
    narrative: tuple[Narrative, ...] = ()
    inputs: tuple[DeclaredValue, ...] = ()
    lineage: tuple[Succession, ...] = ()
    nil: tuple[str, ...] = ()
    """Tables declared empty (零填报), sorted: there is none of it. A table that is merely empty is missing."""
    sha256: str = ""
