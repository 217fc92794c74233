"""How numbers are shown: money in 万元 with the exact 元 at hand, points, and marks that do not rest on colour."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.exact import Money, Points, Ratio, fraction_text

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
    """A share as a percentage, without needless zeros."""
    return f"{fraction_text(share * 100, 4)}%"


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
