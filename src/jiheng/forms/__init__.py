"""Official forms and the report: layouts of the pack filled with the facts of one data set."""

from __future__ import annotations

from jiheng.forms.build import Scored, build, build_all
from jiheng.forms.case import Case
from jiheng.forms.names import scope
from jiheng.forms.returned import read_back, read_document

__all__ = ["Case", "Scored", "build", "build_all", "read_back", "read_document", "scope"]
