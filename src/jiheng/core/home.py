"""Where an installation keeps its state, so that two runs with two homes never meet."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def home() -> Path:
    """Return the state folder: ``JIHENG_HOME``, or the user's data folder."""
    chosen = os.environ.get("JIHENG_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "jiheng"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "jiheng"
