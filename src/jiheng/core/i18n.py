"""Interface strings: Chinese is the source language, other languages come from catalogues.

The reader chooses with ``JIHENG_LANG`` (``zh`` or ``en``). Rule texts, explanations, findings,
forms and reports are Chinese in every language and do not pass through here.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("jiheng", CATALOGUES, languages=[language], fallback=True)


def speak() -> None:
    """Let the command-line library's own sentences come from our catalogue, in the reader's language.

    Python's ``gettext`` functions, which that library calls, look at ``LANGUAGE`` alone.
    """
    os.environ["LANGUAGE"] = os.environ.get("JIHENG_LANG", "zh")
    gettext.bindtextdomain("messages", CATALOGUES)


def _(message: str) -> str:
    """Translate one interface string into the reader's language."""
    return _catalogue(os.environ.get("JIHENG_LANG", "zh")).gettext(message)


def N_(message: str) -> str:  # noqa: N802 - gettext's name for a string that is translated later
    """Mark an interface string for the catalogue without translating it yet."""
    return message
