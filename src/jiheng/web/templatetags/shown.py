"""How numbers are shown: money in 万元 with the exact 元 at hand, points, and marks that do not rest on colour."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core import beside
from jiheng.core.exact import Money, Points, Ratio, fraction_text
from jiheng.web.audit import wording
from jiheng.web.cycle.actions import Pointed
from jiheng.web.records.queries import TABLE_OF, row_address

if TYPE_CHECKING:
    from jiheng.core.fault import Place
    from jiheng.scoring.sheet import Input
    from jiheng.web.cycle.models import Dossier

register = template.Library()

LIGHTS = {
    "red": ("●", gettext_noop("严重")),
    "yellow": ("▲", gettext_noop("关注")),
    "green": ("■", gettext_noop("正常")),
    "none": ("◇", gettext_noop("无法判断")),
}
SEVERITIES = {
    "error": ("red", gettext_noop("错误")),
    "warning": ("yellow", gettext_noop("疑点")),
    "info": ("none", gettext_noop("提示")),
}


@register.filter
def wan(amount: Money | None) -> SafeString:
    """Money in 万元, two decimals; the exact amount in 元 on hover."""
    if amount is None:
        return format_html('<span class="missing">{}</span>', "—")
    return format_html('<span class="number" title="{} {}">{}</span>', amount.yuan(), _("元"), amount.wan())


@register.filter
def in_words(detail: str) -> str:
    """What a row of the audit log tells of an action."""
    return wording.shown(detail)


@register.filter
def year_month(month: object) -> str:
    """A month as documents write it, e.g. 2024年12月."""
    year, _dash, number = str(month).partition("-")
    return _("%(year)s年%(month)s月") % {"year": year, "month": number.lstrip("0")} if number.isdigit() else str(month)


@register.filter
def points(score: Points | None) -> str:
    """Points as forms show them."""
    return "—" if score is None else score.shown()


@register.filter
def rate(share: Fraction | None) -> str:
    """A share in percent with two decimals; a dash where there is none."""
    return "—" if share is None else Ratio(share.numerator, share.denominator).percent()


@register.filter
def exact(value: Fraction) -> str:
    """A value of an indicator, without needless zeros."""
    return fraction_text(value, 6)


@register.filter
def percent(share: Fraction) -> str:
    """A share as sentences tell it: a whole per cent without decimals."""
    return beside.short_percent(share)


@register.filter
def light(level: str) -> SafeString:
    """A light as shape, word and colour."""
    shape, word = LIGHTS.get(level, LIGHTS["none"])
    return format_html('<span class="light light-{}">{} {}</span>', level, shape, _(word))


@register.filter
def mark(level: str) -> SafeString:
    """A light's shape and colour, where the word beside it is another."""
    return format_html('<span class="light light-{}" aria-hidden="true">{}</span>', level, LIGHTS[level][0])


@register.filter
def severity(level: str) -> SafeString:
    """A finding's severity as shape, word and colour."""
    colour, word = SEVERITIES.get(level, ("none", level))
    return format_html('<span class="light light-{}">{} {}</span>', colour, LIGHTS[colour][0], _(word))


@register.filter
def figure(given: Input) -> str:
    """A number that went into a score, with its unit: money in 万元, a share in percent; an answer as it was given."""
    if given.value is None:
        return given.unit
    if given.unit == "元":
        return format_html("{} {}", wan(Money.rounded(given.value)), _("万元"))
    return percent(given.value) if given.unit == "%" else f"{exact(given.value)} {given.unit}".strip()


_QUOTED = re.compile(f"“({'|'.join(map(re.escape, TABLE_OF))})”")


@register.filter
def tables_linked(sentence: str, dossier: Dossier) -> SafeString:
    """A sentence in which the name of a table, in quotation marks, leads to where the table is filled in.

    A sentence that knows its own page ends in a link to it.
    """
    if isinstance(sentence, Pointed):
        return format_html('{} <a href="{}">{}</a>', str(sentence), sentence.address, _("去补正"))
    return mark_safe(_QUOTED.sub(lambda found: _link(found[1], dossier), conditional_escape(sentence)))  # noqa: S308 - escaped


@register.filter
def place_linked(place: Place, dossier: Dossier) -> str:
    """Where a number stands, leading to its row."""
    if place.sheet not in TABLE_OF:
        return place.text()
    said = _("%(table)s 第 %(row)s 行") % {"table": place.sheet, "row": place.row} if place.row else place.sheet
    return format_html('<a href="{}">{}</a>', row_address(dossier, TABLE_OF[place.sheet], place.row), said)


def _link(title: str, dossier: Dossier) -> str:
    return format_html('“<a href="{}">{}</a>”', row_address(dossier, TABLE_OF[title]), title)
