"""Build hook: compiles the message catalogues, kept as text, and carries the example town and the browser libraries in wheels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/jiheng/web/static/vendor"
ASSETS = ("tabler.min.css", "htmx.min.js", "charts.min.js")


class CatalogueHook(BuildHookInterface[Any]):
    """Writes a ``.mo`` beside every ``.po``, for wheels and editable installs alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are collected; an editable install reads the example and the assets in the checkout."""
        if version == "standard":
            self._demand_assets()
            build_data["force_include"][str(Path(self.root, "examples"))] = "jiheng/examples"
        for source in Path(self.root, "src/jiheng").rglob("*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))

    def _demand_assets(self) -> None:
        """Refuse to build a wheel whose pages would come without style and script.

        Raises:
            RuntimeError: the browser libraries have not been fetched.
        """
        missing = [name for name in ASSETS if not Path(self.root, VENDOR, name).is_file()]
        if missing:
            message = f"{VENDOR}: {', '.join(missing)} missing; run `python tools/assets.py` (or `make setup`) before building a wheel"
            raise RuntimeError(message)
