"""说明、核查、表单: the text with figures bound and checked as one types, the findings, the forms to download."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jiheng import facts
from jiheng.web.audit import chain
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.evaluation.built import built, folder_of
from jiheng.web.evaluation.narrative import bindings
from jiheng.web.evaluation.obstacles import wrong_numbers
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.conftest import County
from tests.web.drawn import grid_rows

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/2024/900001/evaluation/"
SAVE = f"{BASE}narrative/2/save/"


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def own(county: County) -> str:
    return str(Record.objects.get(dossier=county.dossier, table="narrative", key="2").cells["text"])


def test_every_chapter_is_shown_with_its_figures_filled_in(filled: County) -> None:
    page = filled.client("filler").get(f"{BASE}narrative/").content.decode()
    assert '<mark title="总得分">96.37' in page
    assert 'data-insert="支出率"' in page
    assert 'id="chapter-1-3"' in page


def test_a_typed_figure_is_read_at_once_as_it_stands_and_nothing_is_saved(filled: County) -> None:
    before = own(filled)
    said = (
        filled.client("filler")
        .post(f"{BASE}narrative/2/try/", {"text": "剩余2公里，支出率为94.98%。"})
        .content.decode()
    )
    assert "剩余2公里" in said
    assert 'class="error"' not in said
    assert own(filled) == before


@pytest.mark.parametrize("wanted", ["支出率", "zhichulv", "zcl", "镇村道路", "zcdl", "z03"])
def test_what_may_be_inserted_is_found_by_name_by_pinyin_or_by_code(filled: County, wanted: str) -> None:
    assert any(wanted in each.wanted for each in bindings(filled.dossier))
    page = filled.client("filler").get(f"{BASE}narrative/").content.decode()
    assert wanted in page


def test_a_typed_figure_that_the_data_hold_is_offered_under_its_name(filled: County) -> None:
    said = filled.client("filler").post(f"{BASE}narrative/2/try/", {"text": "支出率为94.98%。"}).content.decode()
    assert 'data-bind="支出率" data-figure="94.98%"' in said


def test_a_figure_that_differs_from_the_data_is_found_while_typing(filled: County) -> None:
    said = (
        filled.client("filler").post(f"{BASE}narrative/2/try/", {"text": "2024年我镇支出率为95.98%。"}).content.decode()
    )
    assert "94.98" in said
    assert "data-bind" not in said


def test_an_unknown_name_is_answered_with_those_near_it(filled: County) -> None:
    said = filled.client("filler").post(f"{BASE}narrative/2/try/", {"text": "{{ 支出律 }}"}).content.decode()
    assert "引用的数据名称不存在" in said
    assert "支出率" in said


def test_a_contradiction_is_found_while_typing(filled: County) -> None:
    said = filled.client("filler").post(f"{BASE}narrative/2/try/", {"text": "总得分96.37分，评价等级为良。"})
    assert "等级与得分不符" in said.content.decode()


def test_a_chapter_is_saved_and_bound(filled: County) -> None:
    answer = (
        filled.client("filler").post(SAVE, {"before": own(filled), "text": "支出率为{{ 支出率 }}。"}).content.decode()
    )
    assert "已保存" in answer
    assert '<mark title="支出率">94.98%' in answer
    assert own(filled) == "支出率为{{ 支出率 }}。"


def test_what_another_wrote_meanwhile_is_shown_and_kept(filled: County) -> None:
    begun = own(filled)
    client = filled.client("filler")
    client.post(SAVE, {"before": begun, "text": "甲写的。"})
    answer = client.post(SAVE, {"before": begun, "text": "乙写的。"}).content.decode()
    assert "甲写的。" in answer
    assert own(filled) == "甲写的。"


def test_an_emptied_chapter_gives_way_to_the_wording_of_the_pack(filled: County) -> None:
    begun = Record.objects.get(dossier=filled.dossier, table="narrative", key="1.2").cells["text"]
    answer = filled.client("filler").post(f"{BASE}narrative/1.2/save/", {"before": begun, "text": " "}).content.decode()
    assert "经综合自评" in answer
    assert not Record.objects.filter(dossier=filled.dossier, table="narrative", key="1.2").exists()


def test_a_text_that_is_too_long_is_refused_in_a_sentence(filled: County) -> None:
    answer = filled.client("filler").post(SAVE, {"before": own(filled), "text": "字" * 4001}).content.decode()
    assert "没有保存" in answer
    assert "4000 字" in answer


def test_an_unknown_chapter_is_not_found(filled: County) -> None:
    assert filled.client("filler").post(f"{BASE}narrative/9/save/", {"text": "x"}).status_code == 404


def test_a_narrative_under_review_offers_no_text_box(filled: County) -> None:
    task = task_of(filled.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    assert "<textarea" not in filled.client("filler").get(f"{BASE}narrative/").content.decode()
    assert "正在审核" in filled.client("filler").post(SAVE, {"before": own(filled), "text": "x"}).content.decode()


def test_the_checks_tell_findings_and_what_was_not_checked(filled: County) -> None:
    page = filled.client("finance").get(f"{BASE}checks/").content.decode()
    assert "已核" in page
    assert "未核" in page


def test_a_finding_leads_to_its_place(filled: County) -> None:
    client = filled.client("filler")
    client.post(SAVE, {"before": own(filled), "text": "总得分96.37分，评价等级为良。"})
    page = client.get(f"{BASE}checks/").content.decode()
    assert "/2024/900001/evaluation/narrative/#chapter-2" in page


def test_a_finding_about_a_row_leads_to_that_row(filled: County) -> None:
    record = Record.objects.get(dossier=filled.dossier, table="purchases", key="CG08")
    page = filled.client("filler").get(f"{BASE}checks/").content.decode()
    assert f'/2024/900001/data/purchases/#row-{record.position}"' in page
    grid = filled.client("filler").get("/2024/900001/data/purchases/").content.decode()
    assert record.position in grid_rows(grid)


def test_every_form_and_the_report_are_shown_in_the_page(filled: County) -> None:
    client = filled.client("finance")
    page = client.get(f"{BASE}forms/").content.decode()
    addresses = re.findall(r'href="(/2024/900001/evaluation/preview/[^"]+)"', page)
    assert len(addresses) >= 8
    shown = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in shown} == {200}
    sheet = next(answer.content.decode() for answer in shown if 'title="总得分"' in answer.content.decode())
    assert "96.37" in sheet
    assert "数据指纹" in sheet


def test_a_form_of_a_project_is_shown_for_the_project_that_is_asked_for(filled: County) -> None:
    client = filled.client("filler")
    page = client.get(f"{BASE}forms/").content.decode()
    address = re.search(r'href="([^"]+/preview/project-[^"]+)"', page)
    assert address is not None
    assert "雨污分流改造工程" in client.get(f"{address[1]}?project=P02").content.decode()
    assert client.get(f"{address[1]}?project=P99").status_code == 404
    assert client.get(f"{BASE}preview/nothing/").status_code == 404


def test_every_form_prints_the_head_of_the_audit_log(filled: County) -> None:
    number, _hash = chain.head()
    filled.client("filler").post(f"{BASE}forms/")
    (book, *_rest) = [path for path in built(filled.dossier) if path.suffix == ".xlsx"]
    footer: Any = openpyxl.load_workbook(book).worksheets[0].oddFooter
    found = re.search(r"审计锚点 (\d+):([0-9a-f]{16})", footer.left.text)
    assert found is not None
    assert int(found[1]) >= number > 0
    assert chain.verify((int(found[1]), found[2])).sound
    assert not chain.verify((int(found[1]), "0" * 16)).sound


def test_all_forms_are_built_and_carry_the_score(filled: County) -> None:
    client = filled.client("filler")
    page = client.post(f"{BASE}forms/", follow=True).content.decode()
    names = [path.name for path in built(filled.dossier)]
    assert all(name in page for name in names)
    sheet = next(path for path in built(filled.dossier) if path.suffix == ".xlsx" and "自评" in path.name)
    answer: Any = client.get(f"{BASE}forms/{sheet.name}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    shown = {str(cell.value) for page in book for row in page.iter_rows() for cell in row}
    assert any("96.37" in text for text in shown)


def test_forms_of_an_older_state_are_not_offered_and_are_removed(filled: County) -> None:
    client = filled.client("filler")
    client.post(f"{BASE}forms/")
    older = folder_of(filled.dossier)
    client.post(SAVE, {"before": own(filled), "text": "改过了。"})
    filled.dossier.refresh_from_db()
    assert built(filled.dossier) == []
    client.post(f"{BASE}forms/")
    assert not older.exists()
    assert built(filled.dossier)


def test_a_typed_digit_stops_no_form(filled: County) -> None:
    client = filled.client("filler")
    client.post(SAVE, {"before": own(filled), "text": "支出率为94.98%，还剩余2公里。"})
    client.post(f"{BASE}forms/")
    filled.dossier.refresh_from_db()
    assert {path.suffix for path in built(filled.dossier)} == {".xlsx", ".docx", ".pdf", ".json"}


def test_an_unfinished_chapter_keeps_the_report_waiting_and_no_table(filled: County) -> None:
    client = filled.client("filler")
    client.post(SAVE, {"before": own(filled), "text": "完成{{ 支出律 }}。"})
    page = client.post(f"{BASE}forms/", follow=True).content.decode()
    filled.dossier.refresh_from_db()
    assert {path.suffix for path in built(filled.dossier)} == {".xlsx", ".json"}
    assert "自评报告要等以下内容写好" in page


def test_numbers_that_do_not_agree_are_handed_in_only_with_a_reason(filled: County) -> None:
    client = filled.client("filler")
    client.post(SAVE, {"before": own(filled), "text": "2024年我镇支出率为95.98%。"})
    task = task_of(filled.dossier, Stage.EVALUATION)
    assert any("95.98" in each for each in wrong_numbers(task))
    page = client.get(BASE).content.decode()
    assert "核对不符" in page
    assert 'name="text"' in page
    where = f"{BASE}do/submit/"
    assert "写明仍要提交的理由" in client.post(where, follow=True).content.decode()
    client.post(where, {"text": "财政系统尚未更新，已与国库股核对。"})
    task.refresh_from_db()
    assert task.state == State.SUBMITTED
    assert [each.text for each in task.passages.all()][-1] == "财政系统尚未更新，已与国库股核对。"


@pytest.mark.parametrize("role", ["neighbour", "system_admin", "security_admin", "auditor"])
def test_who_may_not_know_of_the_dossier_finds_none_of_its_pages(filled: County, role: str) -> None:
    client = filled.client(role)
    for path in ("narrative/", "checks/", "forms/", "forms/x.xlsx", "rows/"):
        assert client.get(BASE + path).status_code == 404
    for path in ("narrative/2/save/", "narrative/2/try/", "forms/"):
        assert client.post(BASE + path, {"text": "x"}).status_code == 404


@pytest.mark.parametrize("role", ["head", "department", "finance_desk", "finance", "expert"])
def test_who_reviews_reads_and_builds_but_does_not_write(filled: County, role: str) -> None:
    client = filled.client(role)
    for path in ("narrative/", "checks/", "forms/"):
        assert client.get(BASE + path).status_code == 200
    assert "<textarea" not in client.get(f"{BASE}narrative/").content.decode()
    for path in ("narrative/2/save/", "narrative/2/try/"):
        assert client.post(BASE + path, {"text": "x"}).status_code == 403


def test_no_grade_is_told_while_data_are_missing(county: County) -> None:
    page = county.client("filler").get(f"{BASE}narrative/").content.decode()
    assert "评价等级为“差”" not in page.replace('<mark title="评价等级">', "").replace("</mark>", "")
