"""A pack together with the tree that it was read from."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from jiheng.core.fault import Place
from jiheng.packs.model import Pack
from jiheng.packs.source import Written
from jiheng.packs.typed import KeyPath, locate


class Loaded(NamedTuple):
    """A pack, and where everything in it stands."""

    pack: Pack
    tree: Written
    folder: Path
    fragment: bool
    """Only others extend it; it has no indicators."""

    def place(self, path: KeyPath) -> Place:
        """The file and line of the thing at the path, or of the nearest thing around it."""
        return locate(self.tree, path)

    def own(self, path: KeyPath) -> bool:
        """Whether the thing was written in the pack's own files and not in what it extends."""
        return self.place(path).file == self.tree.file

    def written(self, path: KeyPath) -> str | None:
        """The text that stands at the path; None where nothing was written."""
        node = self.tree
        for part in path:
            below = node.items[part] if isinstance(part, int) and part < len(node.items) else None
            below = node.mapping.get(part) if isinstance(part, str) else below
            if below is None:
                return None
            node = below
        return node.text
