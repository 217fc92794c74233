"""Whatever is wrong with a data set, by itself or by its packs, is told in one pass, and nothing is told twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiheng import facts
from jiheng.cli.explain import command as explain
from jiheng.cli.forms import command as forms
from jiheng.cli.score import command as score
from jiheng.core.fault import Fault, Refused

TOWN = Path(__file__).resolve().parent.parent.parent / "examples" / "xinzao-2024"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOWN, tmp_path / "town"))


def change(town: Path, table: str, *edits: tuple[str, str]) -> None:
    path = town / table
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def refused(*arguments: str | Path, by: object = score) -> tuple[Fault, ...]:
    result = CliRunner().invoke(by, [str(each) for each in arguments])  # type: ignore[arg-type]  # a click command
    assert isinstance(result.exception, Refused), result.output
    return result.exception.faults


def line_of(town: Path, table: str, start: str) -> str:
    lines = (town / table).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(start))


def with_weight(town: Path, code: str, weight: str, actual: str = "") -> tuple[str, str]:
    """An edit that changes the weight of an indicator."""
    old = line_of(town, "indicators.csv", code)
    cells, at = old.split(","), (town / "indicators.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    cells[at.index("权重")] = weight
    if actual:
        cells[at.index("年度指标值")] = actual
    return old, ",".join(cells)


@pytest.mark.parametrize("by", [score, explain])
def test_weights_of_110_and_unknown_codes_are_told_with_the_faults_of_cells(town: Path, by: object) -> None:
    change(town, "indicators.csv", with_weight(town, "P01-01", "70"))
    change(town, "results.csv", ("P02-01,", "没有的编码,"))
    change(town, "purchases.csv", (line_of(town, "purchases.csv", "C"), "CG-坏,采购,,很多,,,,,,,,,,,"))
    told = [fault.text() for fault in refused(town, by=by)]
    assert any("各指标权重合计与规则包不符" in each for each in told)
    assert any("指标编码在绩效指标表和规则包中都没有，现为“没有的编码”" in each for each in told)
    assert any("很多" in each for each in told)


def test_forms_tell_them_together_too(town: Path, tmp_path: Path) -> None:
    change(town, "results.csv", ("P02-01,", "没有的编码,"))
    change(town, "unit.yaml", ("'2024'", "二〇二四年度吧"))
    told = [fault.text() for fault in refused(town, "-o", tmp_path / "out", by=forms)]
    assert any("没有的编码" in each for each in told)
    assert any("二〇二四年度吧" in each for each in told)
    assert not (tmp_path / "out").exists()


def test_an_indicator_at_fault_brings_no_fault_of_sums_and_codes(town: Path) -> None:
    change(town, "indicators.csv", with_weight(town, "P01-01", "二十"))
    (fault,) = refused(town)
    assert fault.value == "二十"


def test_a_weight_that_can_be_read_counts_though_its_row_is_at_fault(town: Path) -> None:
    change(town, "indicators.csv", with_weight(town, "P01-01", "70", actual="若干"))
    assert [("若干" in fault.text(), "合计" in fault.problem) for fault in refused(town)] == [
        (True, False),
        (False, True),
    ]


def test_a_table_without_its_codes_or_weights_is_not_judged(town: Path) -> None:
    change(town, "indicators.csv", ("权重", "分数"))
    assert {fault.value for fault in refused(town)} == {"分数"}


def test_an_indicator_of_a_project_that_is_not_there_brings_no_fault_of_sums(town: Path) -> None:
    old = line_of(town, "indicators.csv", "P01-01")
    change(town, "indicators.csv", (old, old.replace("P01-01,P01,", "P01-01,P0l,")))
    (fault,) = refused(town)
    assert (fault.value, "“项目编码”在“项目”中没有" in fault.problem) == ("P0l", True)


def test_a_wrong_budget_line_is_told_once_with_how_many_rows_refer_to_it(town: Path) -> None:
    old = line_of(town, "budget.csv", "B01")
    payments = (town / "payments.csv").read_text(encoding="utf-8").count("\nB01,")
    plans = (town / "plans.csv").read_text(encoding="utf-8").count("\nB01,")
    change(town, "budget.csv", (old, "BO1" + old[3:]))
    told = [fault.text() for fault in refused(town)]
    assert payments > 1
    assert sum("payments.csv" in each for each in told) == 1
    assert any(f"另有 {payments - 1} 行引用它" in each for each in told if "payments.csv" in each)
    assert len(told) <= 2 + (plans > 0)


@pytest.mark.parametrize("other", ["cn/hunan/department", "cn/chongqing/department"])
def test_data_filled_in_for_one_department_pack_is_refused_under_another_with_one_sentence(other: str) -> None:
    (fault,) = refused(TOWN, "--pack", other)
    assert f"数据是按规则包 cn/guangdong/department 填报的，与 {other} 有 " in fault.text()
    assert f"请按 cn/guangdong/department 计分（不加 --pack），或用 jiheng template {other}" in fault.text()


def test_projects_filled_in_for_one_pack_are_refused_under_another_with_one_sentence(tmp_path: Path) -> None:
    told = refused(TOWN, "--pack", "cn/hunan/department", "-o", tmp_path / "out", by=forms)
    assert len(told) == 1


def test_a_changed_copy_of_the_pack_scores_the_data_and_tells_what_it_lacks(
    town: Path, copied: Callable[[str, str], Path]
) -> None:
    copy = copied("code: 2.4.1\n", "code: 2.4.9\n")
    told = [fault.text() for fault in refused(town, "--pack", copy)]
    assert told
    assert all("2.4.1" in each for each in told)


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str, str], Path]:
    def copy(old: str, new: str) -> Path:
        source = Path(facts.__file__).parent.parent / "packs" / "library" / "cn" / "guangdong" / "department"
        target = Path(shutil.copytree(source, tmp_path / "copy"))
        text = (target / "pack.yaml").read_text(encoding="utf-8")
        assert old in text
        text = text.replace("id: cn/guangdong/department", "id: my/town").replace(old, new)
        (target / "pack.yaml").write_text(text, encoding="utf-8")
        return target

    return copy


def test_an_unknown_pack_is_told_with_the_faults_of_cells(town: Path) -> None:
    change(town, "unit.yaml", ("适用规则包: cn/guangdong/department", "适用规则包: cn/没有"))
    change(town, "purchases.csv", (line_of(town, "purchases.csv", "C"), "CG-坏,采购,,很多,,,,,,,,,,,"))
    told = [fault.text() for fault in refused(town)]
    assert any("cn/没有" in each for each in told)
    assert any("很多" in each for each in told)
