"""The built wheel carries all that the product needs, and works where there is neither checkout, make nor Node."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
CARRIED = (
    "jiheng/web/static/vendor/tabler.min.css",
    "jiheng/web/static/vendor/htmx.min.js",
    "jiheng/web/static/vendor/charts.min.js",
    "jiheng/web/static/css/jiheng.css",
    "jiheng/web/static/js/deeds.js",
    "jiheng/web/static/js/grid.js",
    "jiheng/locale/en/LC_MESSAGES/jiheng.mo",
    "jiheng/web/templates/base.html",
    "jiheng/web/evaluation/templates/evaluation/table.html",
    "jiheng/examples/xinzao-2024/unit.yaml",
    "jiheng/py.typed",
)


def _build(checkout: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BUILD, str(out)], cwd=checkout, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    built = _build(ROOT, out)
    assert built.returncode == 0, built.stderr
    return out / built.stdout.split()[-1]


def test_the_wheel_carries_assets_catalogues_packs_templates_and_the_example(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert [name for name in CARRIED if name not in names] == []
    packs = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/jiheng/packs/library").rglob("*.yaml")}
    templates = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/jiheng/web").rglob("*.html")}
    assert len(packs) > 10
    assert sorted((packs | templates) - names) == []
    assert not any(name.startswith("tests") or "node_modules" in name for name in names)


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command of an environment that holds the wheel and what it depends on, nothing else; its home is empty."""
    home = tmp_path / "venv"
    venv.create(home, symlinks=os.name != "nt")
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    dependencies = tmp_path / "dependencies"
    _lend_dependencies(dependencies)
    (site / "dependencies.pth").write_text(str(dependencies))
    run = "import jiheng, sys; print(jiheng.__file__); from jiheng.cli.main import main; main()"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONUTF8": "1", "COLUMNS": "160"}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [python, "-c", run, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(str(site))
        return done

    return call


def test_the_demo_runs_from_the_installed_wheel_alone(
    installed: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    said = installed("demo", "-o", "out", "--port", "0").stdout
    try:
        assert "96.37" in said
        assert {path.suffix for path in (tmp_path / "out").iterdir()} >= {".xlsx", ".docx", ".pdf"}
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address
        page = _fetch(f"{address[0]}login/")
        assert "绩衡" in page
        assets = re.findall(r'(?:href|src)="/(static/[^"]+)"', page)
        assert len(assets) > 3
        assert all(_fetch(address[0] + asset) for asset in assets)
    finally:
        stopped = installed("demo", "--stop").stdout
    assert "已停止 1 个演示网站" in stopped
    with pytest.raises(URLError):
        _fetch(address[0])
    assert list((tmp_path / ".local/share/jiheng/demo").iterdir()) == []


def _fetch(address: str) -> str:
    with urlopen(address, timeout=30) as answer:
        return str(answer.read().decode("utf-8"))


def _lend_dependencies(folder: Path) -> None:
    """Everything that is installed here but the product itself."""
    folder.mkdir()
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if not each.name.lower().startswith(("jiheng", "_editable", "__editable", "_jiheng")):
            (folder / each.name).symlink_to(each)


def test_without_the_browser_libraries_no_wheel_is_built(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "src/jiheng").mkdir(parents=True)
    refused = _build(checkout, tmp_path / "out")
    assert refused.returncode != 0
    assert "python tools/assets.py" in refused.stderr
