"""Form layouts as data: which cells, merged how, bound to what."""

from __future__ import annotations

from typing import Literal

from jiheng.packs.typing import Strict


class Form(Strict):
    """One official form or report declared by the pack."""

    code: str
    title: str
    kind: Literal["table", "report"]
