"""Last year's forms and report, whoever laid them out, taken for a first data set: what was understood, and what was not."""

from jiheng.forms.first.understanding import Left, Taken, Understanding
from jiheng.forms.first.understood import understand

__all__ = ["Left", "Taken", "Understanding", "understand"]
