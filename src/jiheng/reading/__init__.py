"""Files to text, tables and cells with positions. Knows nothing of the domain."""

from jiheng.reading.document import Block, Cell, Document, Table, Unread
from jiheng.reading.filetype import EXTENSIONS
from jiheng.reading.grid import Column, Grid, GridCell, Kind, Role, Row
from jiheng.reading.grids import grids
from jiheng.reading.opening import read

__all__ = [
    "EXTENSIONS",
    "Block",
    "Cell",
    "Column",
    "Document",
    "Grid",
    "GridCell",
    "Kind",
    "Role",
    "Row",
    "Table",
    "Unread",
    "grids",
    "read",
]
