"""``jiheng monitor``: progress, forecast and warnings of one unit at the end of a month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.core.fault import Refused
from jiheng.core.i18n import _
from jiheng.facts.dataset import DataSet
from jiheng.forms.letter import write_letter
from jiheng.forms.meeting import write_minutes, write_pack
from jiheng.forms.monthly import Pack as MonthlyPack
from jiheng.monitoring import Report, as_json, as_text, monitor
from jiheng.monitoring.note import draft_note
from jiheng.monitoring.price import price
from jiheng.packs.load import load_pack, named
from jiheng.packs.model import Pack
from jiheng.scoring import score

YEARS_BACK = 4
DECEMBER = 12


class MonthType(click.ParamType[Month]):
    """A month written ``2024-08``."""

    name = "month"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """Read the month, or say how it is written."""
        try:
            return Month.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("monitor", help=_("按月查看预算执行进度、年末预测和预警"))
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@click.option("--as-of", "as_of", type=MonthType(), required=True, help=_("监控月份，如 2024-08"))
@click.option("--pack", "pack_id", default="", help=_("规则包编号或文件夹；不写则用数据集指定的规则包"))
@click.option(
    "--with",
    "others",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help=_("往年或同类单位的数据集，或装有多个数据集的文件夹；可写多次"),
)
@click.option(
    "-o",
    "--out",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("把月报（.xlsx、.docx）和催办函（.docx）写入此文件夹"),
)
@click.option("--sender", default="", help=_("催办函和月报的落款单位；不写则为“财政部门”"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("输出格式"))
def command(
    *, dataset: Path, as_of: Month, pack_id: str, others: tuple[Path, ...], out: Path | None, sender: str, form: str
) -> None:
    """Watch one unit at the end of a month."""
    data = facts.load(dataset)
    pack = load_pack(named(pack_id) if pack_id else data.unit.pack)
    beside = [facts.load(each) for path in others for each in _data_sets(path)] or _earlier(dataset, data)
    if beside and form == "text":
        years = "、".join(str(each.unit.year) for each in beside if each.unit.code == data.unit.code)
        click.echo(_("参照本单位往年数据：{years}").format(years=years or _("无")), err=True)
    report = monitor(data, pack, as_of, beside)
    if out is not None:
        _write(report, out, sender or "财政部门")
    click.echo(json.dumps(as_json(report), ensure_ascii=False, indent=2) if form == "json" else as_text(report))
    if form == "text" and as_of.month == DECEMBER and (cost := _cost(data, pack)):
        click.echo(f"\n{cost}")


def _earlier(dataset: Path, data: DataSet) -> list[DataSet]:
    """The unit's own earlier years, if they lie beside: town-2023 beside town-2024."""
    stem = dataset.resolve().stem.removesuffix(str(data.unit.year))
    years = range(data.unit.year - YEARS_BACK, data.unit.year)
    paths = [dataset.resolve().with_name(f"{stem}{year}{dataset.suffix}") for year in years]
    found = [facts.load(path) for path in paths if path.exists()] if stem != dataset.resolve().stem else []
    return [each for each in found if each.unit.code == data.unit.code]


def _cost(data: DataSet, pack: Pack) -> str:
    """What slow execution cost, once the year has ended and can be scored; nothing if it cannot."""
    try:
        return price(data, pack, score(data, pack)).sentence
    except Refused:
        return ""


def _write(report: Report, out: Path, sender: str) -> None:
    """The monthly pack and, if there is anything to remind of, the letter; all dated at the month's end."""
    out.mkdir(parents=True, exist_ok=True)
    meeting = MonthlyPack(sender, (report,))
    write_pack(meeting, out / f"{meeting.title}.xlsx")
    write_minutes(meeting, out / f"{meeting.title}.docx")
    note = draft_note(report, sender, report.as_of.end)
    if note is not None:
        write_letter(note, out / f"{note.title}.docx")
    click.echo(_("已写入 {folder}").format(folder=out), err=True)


def _data_sets(path: Path) -> Iterator[Path]:
    """The data set itself, or those that a folder holds."""
    if path.is_file() or (path / "unit.yaml").exists():
        yield path
        return
    yield from sorted(each for each in path.iterdir() if each.suffix == ".xlsx" or (each / "unit.yaml").exists())
