"""指标库: what each office of a county and a town counts, how it is measured, and what proves it. Figures only where measured."""

from jiheng.targets.library.entry import Entry
from jiheng.targets.library.load import entries, functions
from jiheng.targets.library.measured import Distribution, distribution
from jiheng.targets.library.search import find
from jiheng.targets.library.suggest import is_vague, suggest

__all__ = ["Distribution", "Entry", "distribution", "entries", "find", "functions", "is_vague", "suggest"]
