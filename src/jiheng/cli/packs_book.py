"""``jiheng packs book`` and ``jiheng packs read``: a rule pack as a workbook, and back."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import click

from jiheng.core.fault import Fault, Faults, Place, Refused
from jiheng.core.i18n import _
from jiheng.facts.rule_book import pages_of
from jiheng.facts.workbook import mark_faults
from jiheng.packs.book import Pages, book_of, to_files, write_book
from jiheng.packs.describe import parts
from jiheng.packs.load import named, read_own, read_pack
from jiheng.packs.loaded import Loaded
from jiheng.packs.source import Written, plain, read_text

SHEET = " 工作表“"


@click.command(help=_("把规则包 PACK 写成工作簿，供逐条核对和修改"))
@click.argument("pack")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("要写的 .xlsx 文件")
)
def book(pack: str, output: Path) -> None:
    """Write what the pack says itself as a workbook."""
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(_("文件名应以 .xlsx 结尾：{path}").format(path=output))
    if output.exists():
        raise click.UsageError(_("文件已存在：{path}，请换一个文件名").format(path=output))
    loaded = read_pack(named(pack), fragment=True)
    write_book(book_of(loaded.folder), output, read_back(loaded))
    click.echo(_("已生成 {path}").format(path=output))


def read_back(loaded: Loaded) -> dict[str, str]:
    """Code of an indicator → the sentence that its rule is read as."""
    told = {code: part for (section, code), part in parts(loaded.pack).items() if section == "indicator"}
    return {code: part.says["读作"].text for code, part in told.items() if "读作" in part.says}


@click.command(help=_("把规则包工作簿 BOOK 读成规则包文件夹"))
@click.argument("workbook", metavar="BOOK", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=_("要写的文件夹"))
@click.option(
    "--marked", type=click.Path(path_type=Path, dir_okay=False), help=_("有错时，另存一份标出全部错误的副本（.xlsx）")
)
def read(workbook: Path, output: Path, marked: Path | None) -> None:
    """Read it whole or refuse it with every fault at its sheet and row."""
    if output.exists():
        raise click.UsageError(_("已存在：{path}；请换一个名称，已填的内容不会被覆盖").format(path=output))
    try:
        pages, loaded = _pages(workbook)
        sha256 = _written(pages, output)
    except Refused as refused:
        faults = [_at_sheet(fault) for fault in refused.faults]
        if marked is not None:
            mark_faults(workbook, faults, marked)
        raise Refused(faults) from refused
    click.echo(_("已读入 {title}：{path}").format(title=loaded.pack.label, path=output))
    click.echo(f"SHA-256 {sha256}")


def _pages(workbook: Path) -> tuple[Pages, Loaded]:
    faults = Faults()
    pages = pages_of(workbook, faults)
    return pages, read_own(_with_layouts(pages, faults), workbook, faults)


def _with_layouts(pages: Pages, faults: Faults) -> Written:
    """The tree with its form layouts, as a folder's files would be laid beside it."""
    paths = sorted(path for path in pages.layouts if path.startswith("forms/")) + [
        path for path in ("report.yaml",) if path in pages.layouts
    ]
    forms = [read_text(pages.layouts[path], path, faults) for path in paths]
    more = {"forms": Written(forms, forms[0].file, 1)} if forms else {}
    return pages.tree._replace(value=pages.tree.mapping | more)


def _written(pages: Pages, output: Path) -> str:
    """Write the folder, whole or not at all, and read it back."""
    tree = plain(pages.tree)
    assert isinstance(tree, dict)
    with tempfile.TemporaryDirectory(dir=output.absolute().parent, prefix=".jiheng-") as room:
        draft = Path(room) / "pack"
        for path, text in to_files(tree, pages.cases, pages.layouts).items():
            target = _inside(draft, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        sha256 = read_pack(draft, fragment=True).pack.sha256
        draft.rename(output)
    return sha256


def _inside(folder: Path, path: str) -> Path:
    """A path below the folder.

    Raises:
        Refused: it leads out of it, or is no .yaml.
    """
    target = (folder / path).resolve()
    if not target.is_relative_to(folder.resolve()) or target.suffix != ".yaml":
        fault = Fault(Place(sheet="表式"), path, "文件名不对", "规则包文件夹内的 .yaml 文件", "如 forms/自评表.yaml")
        raise Refused([fault])
    return target


def _at_sheet(fault: Fault) -> Fault:
    """The fault with its sheet and row apart, so that it can be marked there."""
    file, found, rest = fault.place.file.partition(SHEET)
    if not found:
        return fault
    place = replace(fault.place, file=file, sheet=rest.rstrip("”"), row=fault.place.line, line=0, column="A")
    return replace(fault, place=place)
