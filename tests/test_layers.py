"""Imports go to the left only, and what lies left of the web knows nothing of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "jiheng"

ORDER = (
    {"core"},
    {"reading", "packs"},
    {"facts"},
    {"scoring"},
    {"checks", "monitoring", "targets"},
    {"forms", "disclosure"},
    {"web"},
    {"cli"},
)
"""Left to right; packages that share a place do not import each other. The command starts the web, never the reverse."""

RANK = {package: place for place, packages in enumerate(ORDER) for package in packages}
LEFT_OF_WEB = sorted(package for package, place in RANK.items() if place < RANK["web"])
PACKAGES = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file())
WEB_LIBRARIES = {"django", "jinja2.ext", "celery", "gunicorn", "uvicorn", "whitenoise"}


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "jiheng")


def of_package(package: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((SOURCE / package).rglob("*.py")):
        yield from ((path.relative_to(SOURCE), module) for module in imports(path))


def own_package(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "jiheng" and len(parts) > 1 else ""


def test_every_package_has_its_place() -> None:
    assert set(PACKAGES) - {"locale"} <= set(RANK)


def test_the_command_and_the_web_are_all_that_lies_right_of_the_library() -> None:
    assert ORDER[-2:] == ({"web"}, {"cli"})


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_lies_left_of_it(package: str) -> None:
    wrong = [
        f"{path} imports {module}"
        for path, module in of_package(package)
        if (other := own_package(module)) in RANK and other != package and RANK[other] >= RANK[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_name_their_package_in_full(package: str) -> None:
    assert [f"{path}: {module}" for path, module in of_package(package) if module.startswith(".")] == []


def test_the_core_imports_nothing_of_ours_but_itself() -> None:
    assert {own_package(module) for _path, module in of_package("core")} <= {"", "core"}


@pytest.mark.parametrize("package", [package for package in PACKAGES if package in LEFT_OF_WEB])
def test_what_lies_left_of_the_web_knows_no_web_library(package: str) -> None:
    wrong = [
        f"{path} imports {module}" for path, module in of_package(package) if module.split(".")[0] in WEB_LIBRARIES
    ]
    assert wrong == []


def test_only_the_packs_library_is_free_of_code() -> None:
    assert list((SOURCE / "packs" / "library").rglob("*.py")) == []


def test_an_import_to_the_right_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "wrong.py"
    module.write_text(
        "import django.http\ndef f():\n    from jiheng.web import views\n    from jiheng import cli\n", "utf-8"
    )
    assert list(imports(module)) == ["django.http", "jiheng.web", "jiheng", "jiheng.cli"]
    assert [own_package(name) for name in imports(module)] == ["", "web", "", "cli"]
