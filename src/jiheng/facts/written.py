"""Values written as text: one form for files, hashes and documentation, and it reads back equal."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jiheng.core.exact import Money, Points, decimal_text
from jiheng.facts.cell import Value
from jiheng.facts.schema import Column

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def written(column: Column, value: Value) -> str:
    """Write a value so that :func:`jiheng.facts.coerce.coerce` reads the same value back.

    Raises:
        ValueError: a fraction with endless decimals.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction) and column.kind == "percent":
        return decimal(value * 100) + "%"
    if isinstance(value, Money | Points | Fraction):
        return decimal(value if isinstance(value, Fraction) else value.exact)
    return value.isoformat() if isinstance(value, date) else str(value)


def decimal(value: Fraction) -> str:
    """Write a fraction as the shortest exact decimal.

    Raises:
        ValueError: its decimals never end.
    """
    for places in range(13):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return decimal_text(scaled.numerator, places)
    msg = f"{value} 不能写成有限小数"
    raise ValueError(msg)


def is_risky(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula."""
    return text.startswith(_RISKY)


def guarded(text: str) -> str:
    """Mark text that a spreadsheet would run as a formula; :func:`unguarded` takes the mark off."""
    return f"'{text}" if is_risky(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """Take off the mark that :func:`guarded` put on."""
    return text[1:] if text.startswith("'") and is_risky(text.lstrip("'")) else text
