"""The official monitoring forms of one month, filled before the year can be scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Faults
from jiheng.facts import DataSet, for_project
from jiheng.forms.case import Case
from jiheng.forms.compose import Composer, Page
from jiheng.packs.layout import Table, TableForm
from jiheng.packs.model import Pack


def monitoring_forms(pack: Pack) -> list[TableForm]:
    """The pack's tables whose rows are monitored indicators, and which are about what the pack scores."""
    subject = "单位" if pack.object == "部门整体" else "项目"
    return [form for form in pack.forms if isinstance(form, TableForm) and form.per == subject and _is_monitoring(form)]


def _is_monitoring(form: TableForm) -> bool:
    return any(isinstance(block, Table) and block.each == "监控指标" for block in form.blocks)


def monitoring_pages(
    dataset: DataSet,
    pack: Pack,
    form: TableForm,
    month: Month,
    anchor: str = "",
    *,
    expected: Mapping[str, Money] | None = None,
) -> list[Page]:
    """One page for the unit, or for each project with indicators, as observed by the end of the month.

    Args:
        dataset: the unit's data.
        pack: of the unit, or of its projects.
        form: the layout.
        month: the last month that is shown.
        anchor: as of a case.
        expected: what the forecast says will have been paid by the year's end, by project code, the unit's under «».

    Raises:
        Refused: the layout asks for what is not there.
    """
    faults = Faults()
    seen = replace(
        dataset, observations=tuple(each for each in dataset.observations if each.month and each.month <= month)
    )
    pages = [Composer(form, case, faults).page() for case in _cases(seen, pack, anchor, expected or {})]
    faults.raise_if_any()
    return pages


def _cases(dataset: DataSet, pack: Pack, anchor: str, expected: Mapping[str, Money]) -> Iterator[Case]:
    if pack.object == "部门整体":
        yield Case(dataset=dataset, pack=pack, anchor=anchor, expected=expected.get(""))
        return
    with_indicators = {each.project for each in dataset.indicators}
    for project in dataset.projects:
        if project.code in with_indicators:
            own = for_project(dataset, project.code)
            foreseen = expected.get(project.code)
            yield Case(dataset=own, pack=pack, project=own.projects[0], anchor=anchor, expected=foreseen)
