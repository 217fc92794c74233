"""Digits that a narrative may hold as they are; every other figure must be bound to a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

_YEAR = r"(?:19|20)\d{2}"
_MAY_STAND = re.compile(
    "|".join(
        (
            rf"{_YEAR}(?:\s*[-—–~至到、和]+\s*{_YEAR})*\s*年",  # 2024年、2022—2024年
            r"\d{1,2}月(?:\d{1,2}[日号])?(?:\s*[-—–~至到]+\s*(?:\d{1,2}月)?\d{1,2}[日号])?",  # 9月、12月31日
            r"\d{1,2}\s*[-—–~至到]+\s*\d{1,2}月",  # 1—8月
            r"第\s*\d+",
            r"^\s*\d{1,2}[.．、](?!\d)",
            r"[（(]\s*\d{1,2}\s*[）)]",
            rf"[〔\[［]{_YEAR}[〕\]］]\s*第?\s*\d*\s*号?",  # 财预〔2020〕10号
            r"[A-Za-z]+[-.]?\d+(?:\.\d+)?[A-Za-z\d]*|\d+[A-Z](?![A-Za-z])",  # PM2.5、5G
            r"“[^”%％.]{1,12}”",  # “1310”具体部署
            r"\d{3,5}(?=[^\d，。；]{0,8}热线)",  # 12345政务服务便民热线
        )
    ),
    re.MULTILINE,
)
_FIGURE = re.compile(r"\d+(?:[.,，]\d+)*\s*[%％‰]?|百分之[〇零一二三四五六七八九十百点两]+")


def typed_figures(text: str) -> Iterator[str]:
    """The figures typed bare that are neither year, day, ordinal, document number nor part of a name."""
    fine = [match.span() for match in _MAY_STAND.finditer(text)]
    for match in _FIGURE.finditer(text):
        if not any(start <= match.start() and match.end() <= end for start, end in fine):
            yield match[0].strip()
