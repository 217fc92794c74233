"""Feed hostile bytes to the reader under every extension; anything but a document or a refusal is a fault.

Run ``python tests/fuzz/fuzz_reading.py -max_total_time=600`` for a long search.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["jiheng.reading"]):
    from jiheng.core.fault import Refused
    from jiheng.reading import (  # noqa: F401 - instrumented here, imported lazily by the reader
        EXTENSIONS,
        archive,
        number_format,
        ofd,
        old_sheet_style,
        ole,
        pdf,
        plain,
        read,
        scan,
        sheet,
        sheet_style,
        word,
        word_body,
        word_text,
    )

NAMES = sorted(EXTENSIONS - {".rtf"})
"""An .rtf would start LibreOffice at every turn."""

_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))


def one_input(data: bytes) -> None:
    """Read some bytes under the extension that the first byte chooses."""
    if data[1:6] == b"{\\rtf":
        return
    path = _FOLDER / f"input{NAMES[data[0] % len(NAMES)] if data else '.txt'}"
    path.write_bytes(data[1:])
    with contextlib.suppress(Refused):
        document = read(path)
        if any(not 0 <= block.start <= block.end <= len(document.text) for block in document.blocks):
            raise AssertionError(document.blocks)


if __name__ == "__main__":
    scan.is_installed = lambda: False  # seconds a page, and not ours to search
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
