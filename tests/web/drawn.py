"""What the grid of a page draws: its rows come with the page as data for the script."""

from __future__ import annotations

import json
import re


def grid_rows(page: str) -> dict[int, dict[str, str]]:
    """Place → texts by attribute of every row."""
    data = re.search(r'<script id="grid-data"[^>]*>(.*?)</script>', page)
    assert data
    return {position: texts for _pk, position, texts, *_more in json.loads(data[1])["rows"]}


def grid_codes(page: str) -> set[str]:
    """The codes of every row."""
    return {texts.get("code", "") for texts in grid_rows(page).values()}
