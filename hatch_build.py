"""Build hook: compiles the message catalogues, kept as text, and carries the example town in wheels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Writes a ``.mo`` beside every ``.po``, for wheels and editable installs alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are collected; an editable install reads the example in the checkout."""
        if version == "standard":
            build_data["force_include"][str(Path(self.root, "examples"))] = "jiheng/examples"
        for source in Path(self.root, "src/jiheng/locale").rglob("*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))
