"""The data set as one .xlsx workbook that a clerk can fill in with WPS, Excel or LibreOffice."""

from jiheng.facts.workbook.marking import mark_faults
from jiheng.facts.workbook.reading import read_workbook
from jiheng.facts.workbook.writing import save_workbook, write_template

__all__ = ["mark_faults", "read_workbook", "save_workbook", "write_template"]
