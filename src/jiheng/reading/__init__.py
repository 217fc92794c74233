"""Files to text, tables and cells with positions. Knows nothing of the domain."""

from jiheng.reading.document import Block, Cell, Document, Table, Unread
from jiheng.reading.filetype import EXTENSIONS
from jiheng.reading.opening import read

__all__ = ["EXTENSIONS", "Block", "Cell", "Document", "Table", "Unread", "read"]
