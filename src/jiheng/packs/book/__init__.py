"""A rule pack as a workbook for finance officers, and back, without loss: the same content, the same SHA-256."""

from jiheng.packs.book.files import to_files
from jiheng.packs.book.rows import book_of
from jiheng.packs.book.tree import Pages, tree_of
from jiheng.packs.book.writing import write_book

__all__ = ["Pages", "book_of", "to_files", "tree_of", "write_book"]
