"""The forms that clauses join to, in the order in which they are tried; each takes only clauses that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jiheng.packs.annex.choices import chosen
from jiheng.packs.annex.proportion import in_proportion
from jiheng.packs.annex.ranges import banded
from jiheng.packs.annex.said import Clause
from jiheng.packs.annex.shared import Parts
from jiheng.packs.annex.steps import late, stepwise
from jiheng.packs.annex.subject import Subject

FORMS: tuple[Callable[[Sequence[Clause], Subject], Parts | None], ...] = (stepwise, late, in_proportion, banded, chosen)
