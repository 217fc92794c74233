"""A pack from a notice's annex: the indicator table found, its criteria read by a closed grammar, the rest left 待定."""

from jiheng.packs.annex.criterion import Reading, read_criterion
from jiheng.packs.annex.pack import Header, files_of, skeleton
from jiheng.packs.annex.table import Cell, Found, Item, found_in

__all__ = ["Cell", "Found", "Header", "Item", "Reading", "files_of", "found_in", "read_criterion", "skeleton"]
