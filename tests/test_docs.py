"""What the documents state is true: figures, pictures, links, commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiheng import facts
from jiheng.cli.main import VERBS, cli
from jiheng.packs.load import load_pack
from jiheng.scoring import score

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
READMES = ("README.md", "README.zh-CN.md")


def test_the_readmes_state_the_score_that_the_example_gives() -> None:
    dataset = facts.load(ROOT / "examples/xinzao-2024")
    sheet = score(dataset, load_pack(dataset.unit.pack))
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert sheet.total.text(2) in text
        assert sheet.lost.text(2) in text


def test_the_picture_is_drawn_from_todays_scores(tmp_path: Path) -> None:
    before = (ROOT / "docs/demo.svg").read_text(encoding="utf-8")
    script = f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import picture; from pathlib import Path\n"
    script += f"picture.PICTURE = Path({str(tmp_path / 'demo.svg')!r}); picture.main()"
    subprocess.run([sys.executable, "-c", script], check=True)
    assert (tmp_path / "demo.svg").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_in_the_readme_is_a_verb(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(re.findall(r"^jiheng (\w+)", text, flags=re.MULTILINE)) <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str) -> None:
    answer = CliRunner().invoke(cli, [verb, "--help"])
    assert answer.exit_code == 0
    assert len(answer.output) > 100


def test_no_file_names_an_outside_host_or_an_absolute_path_of_some_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [
        name for name in listed.splitlines() if name.endswith((".py", ".md", ".js", ".html", ".toml", ".txt", ".lock"))
    ]
    words = re.compile(
        r"/root/|/work/|pypi\.org|registry\.npmjs|files\.pythonhosted|cdn\.|unpkg\.com|jsdelivr|googleapis"
    )
    met = [
        name
        for name in names
        if words.search((ROOT / name).read_text(encoding="utf-8")) and name != "tests/test_docs.py"
    ]
    assert met == []
