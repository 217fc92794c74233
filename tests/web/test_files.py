"""Evidence files: what is taken, what is refused and why, who gets at them, what re-hashing finds."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from docx import Document
from PIL import Image

from jiheng import facts
from jiheng.reading.archive import RATIO_FLOOR
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.files import actions, inspection, limits, store
from jiheng.web.files.models import FileState, StoredFile
from jiheng.web.records.actions import DeleteRows, ReplaceTables
from jiheng.web.records.dataset import draft_of
from jiheng.web.records.intake import written_rows
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
PDF = b"%PDF-1.7 x %%EOF"
UPLOAD = "/2024/900001/files/of/1.1.3/"


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def word(text: str = "验收报告") -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(out, kind)
    return out.getvalue()


def send(county: County, *files: tuple[str, bytes], role: str = "filler", to: str = UPLOAD) -> Any:
    return county.client(role).post(to, {"file": [SimpleUploadedFile(name, content) for name, content in files]})


def test_a_file_becomes_evidence_with_both_hashes(filled: County) -> None:
    content = word()
    page = send(filled, ("验收报告.docx", content)).content.decode()
    file = StoredFile.objects.get()
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.sm3 == hashlib.new("sm3", content).hexdigest()
    assert "验收报告.docx" in page
    filled.dossier.refresh_from_db()
    (row,) = [row for row in draft_of(filled.dossier).dataset.evidence if row.sha256 == file.sha256]
    assert (row.code, row.indicator, row.title, row.file) == ("PZ001", "1.1.3", "验收报告", "验收报告.docx")
    assert Task.objects.get(stage=Stage.EVALUATION).state == State.DRAFTING


def test_the_name_on_the_disk_tells_nothing_and_lies_outside_of_the_web_root(filled: County) -> None:
    send(filled, ("验收报告.docx", word()))
    path = store.path_of(StoredFile.objects.get().stored)
    assert path.is_file()
    assert "验收" not in str(path)
    assert "static" not in path.parts


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("程序.docx", b"MZ\x90\x00" + b"\x00" * 200, "内容却不是Word 文档"),
        ("程序.exe", b"MZ\x90\x00", "不是可以上传的格式"),
        ("程序.pdf", b"MZ\x90\x00" + b"\x00" * 200, "内容却不是PDF"),
        ("表.docx", zipped(**{"xl/workbook.xml": b"<x/>"}), "与扩展名不符"),
        ("炸弹.docx", zipped(**{"word/document.xml": b" " * (RATIO_FLOOR + 1)}), "压缩炸弹"),
        ("炸弹.zip", zipped(**{"大.txt": b"0" * (RATIO_FLOOR + 1)}), "压缩炸弹"),
        ("包.zip", zipped(**{"../../etc/x.pdf": b"x"}), "指向包外"),
        ("包.zip", zipped(**{"安装.exe": b"MZ"}), "“安装.exe”不是可以上传的格式"),
        ("宏.docx", zipped(**{"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}), "含有宏"),
        ("x.png", b"\x89PNG\r\n\x1a\nnonsense", "不是完好的图片"),
        ("x.jpg", picture("PNG"), "不是完好的图片"),
        ("大图.png", picture(size=(10_000, 5_001)), "超过 5000 万"),
        ("空.pdf", b"", "文件是空的"),
        ("名" * 130 + ".pdf", PDF, "请改短后再上传"),
        ("无扩展名", PDF, "不是可以上传的格式"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_in_a_sentence(
    filled: County, name: str, content: bytes, said: str
) -> None:
    before = len(list(store.names()))
    answer = send(filled, (name, content)).content.decode()
    assert said in answer
    assert not StoredFile.objects.exists()
    assert len(list(store.names())) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.png", picture()),
        ("a.jpeg", picture("JPEG")),
        ("a.zip", zipped(**{"照片/1.png": b"x", "说明.docx": b"y"})),
        ("A.DOCX", word()),
    ],
)
def test_what_the_list_allows_is_taken(filled: County, name: str, content: bytes) -> None:
    send(filled, (name, content))
    assert StoredFile.objects.get().name == name


def test_a_path_in_the_name_is_dropped(filled: County) -> None:
    body = (
        '--b\r\nContent-Disposition: form-data; name="file"; filename="..\\..\\etc/验收.pdf"\r\n\r\n%PDF-1.7\r\n%%EOF\r\n--b--\r\n'
    ).encode()
    filled.client("filler").generic("POST", UPLOAD, body, content_type="multipart/form-data; boundary=b")
    assert StoredFile.objects.get().name == "验收.pdf"


def test_several_files_are_taken_each_on_its_own(filled: County) -> None:
    answer = send(filled, ("好.docx", word()), ("坏.exe", b"MZ"), ("也好.pdf", PDF)).content.decode()
    assert [file.name for file in StoredFile.objects.all()] == ["好.docx", "也好.pdf"]
    assert "“坏.exe”不是可以上传的格式" in answer


def test_the_same_file_used_twice_is_found_and_shown(filled: County) -> None:
    content = word()
    send(filled, ("验收.docx", content))
    answer = send(filled, ("验收副本.docx", content), to="/2024/900001/files/of/1.1.1/").content.decode()
    assert "该文件已用于 1.1.3（PZ001）" in answer


def test_the_file_of_another_unit_is_not_told_of(filled: County) -> None:
    content = word()
    send(filled, ("甲.docx", content), role="neighbour", to="/2024/900002/files/of/1.1.3/")
    assert StoredFile.objects.get().dossier == filled.neighbour_dossier
    assert "该文件已用于" not in send(filled, ("乙.docx", content)).content.decode()


def test_a_file_beyond_the_limit_is_not_kept(filled: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE", 1000)
    answer = send(filled, ("大.pdf", b"%PDF-1.7" + b"0" * 2000 + b"%%EOF")).content.decode()
    assert "没有保存；请压缩或拆分" in answer
    assert not StoredFile.objects.exists()


def test_the_quota_of_the_dossier_holds(filled: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MAX_DOSSIER", 100)
    send(filled, ("一.pdf", b"%PDF-1.7" + b"0" * 75 + b"%%EOF"))
    answer = send(filled, ("二.pdf", b"%PDF-1.7" + b"0" * 75 + b"%%EOF")).content.decode()
    assert "合计不能超过" in answer
    assert StoredFile.objects.count() == 1


def test_a_file_is_served_as_an_attachment_under_its_own_name(filled: County) -> None:
    send(filled, ("验收 报告.docx", word()))
    answer = filled.client("finance").get(f"/2024/900001/files/{StoredFile.objects.get().pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E9%AA%8C%E6%94%B6")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer) == word() or b"".join(answer) == b""


@pytest.mark.parametrize("role", ["neighbour", "system_admin", "security_admin", "auditor"])
def test_who_may_not_know_of_the_dossier_gets_no_file(filled: County, role: str) -> None:
    send(filled, ("a.pdf", PDF))
    pk = StoredFile.objects.get().pk
    client = filled.client(role)
    assert client.get(f"/2024/900001/files/{pk}/").status_code == 404
    assert client.post(f"/2024/900001/files/{pk}/delete/").status_code == 404
    assert send(filled, ("b.pdf", PDF), role=role).status_code == 404


def test_a_file_is_not_found_under_the_address_of_another_unit(filled: County) -> None:
    send(filled, ("a.pdf", PDF))
    pk = StoredFile.objects.get().pk
    assert filled.client("neighbour").get(f"/2024/900002/files/{pk}/").status_code == 404
    assert filled.client("neighbour").post(f"/2024/900002/files/{pk}/delete/").status_code == 404


@pytest.mark.parametrize("role", ["head", "department", "finance", "expert"])
def test_who_only_reads_neither_uploads_nor_deletes(filled: County, role: str) -> None:
    send(filled, ("a.pdf", PDF))
    pk = StoredFile.objects.get().pk
    assert send(filled, ("b.pdf", PDF), role=role).status_code == 403
    assert filled.client(role).post(f"/2024/900001/files/{pk}/delete/").status_code == 403


def test_deleting_takes_row_and_file_once_it_is_final(filled: County, django_capture_on_commit_callbacks: Any) -> None:
    send(filled, ("a.pdf", PDF))
    file = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        filled.client("filler").post(f"/2024/900001/files/{file.pk}/delete/")
    assert not store.path_of(file.stored).exists()
    filled.dossier.refresh_from_db()
    assert "PZ001" not in {row.code for row in draft_of(filled.dossier).dataset.evidence}
    assert Entry.objects.filter(action="删除佐证材料", detail__contains=file.sha256).exists()


def test_a_row_deleted_in_the_grid_takes_its_file_along(
    filled: County, django_capture_on_commit_callbacks: Any
) -> None:
    send(filled, ("a.pdf", PDF))
    file = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        DeleteRows(filled.actor("filler"), filled.dossier, "evidence", [file.record_id]).run()
    assert not store.path_of(file.stored).exists()


def test_evidence_under_review_neither_comes_nor_goes(filled: County) -> None:
    send(filled, ("a.pdf", PDF))
    task = task_of(filled.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    assert "正在审核" in send(filled, ("b.pdf", PDF)).content.decode()
    pk = StoredFile.objects.get().pk
    assert "正在审核" in filled.client("filler").post(f"/2024/900001/files/{pk}/delete/").content.decode()


def test_an_unknown_indicator_takes_no_file(filled: County) -> None:
    assert send(filled, ("a.pdf", PDF), to="/2024/900001/files/of/9.9/").status_code == 404


def test_rehashing_finds_what_was_changed_and_what_is_gone(filled: County, capsys: pytest.CaptureFixture[str]) -> None:
    send(filled, ("甲.pdf", b"%PDF-1.7 a%%EOF"), ("乙.pdf", b"%PDF-1.7 b%%EOF"), ("丙.pdf", b"%PDF-1.7 c%%EOF"))
    call_command("verify_files")
    assert "3 个文件，0 个失效" in capsys.readouterr().out
    first, second, _third = StoredFile.objects.all()
    store.path_of(first.stored).write_bytes(b"%PDF-1.7 z%%EOF")
    store.remove(second.stored)
    with pytest.raises(SystemExit) as left:
        call_command("verify_files")
    assert left.value.code == 3
    assert [file.state for file in StoredFile.objects.all()] == [FileState.CHANGED, FileState.MISSING, FileState.SOUND]
    assert Entry.objects.filter(action="核验佐证文件", result="失败").count() == 2
    drawer = filled.client("filler").get("/2024/900001/evaluation/line/1.1.3/").content.decode()
    assert "证据失效：文件内容与上传时不符" in drawer


def test_every_allowed_kind_is_offered_by_the_page(filled: County) -> None:
    drawer = filled.client("filler").get("/2024/900001/evaluation/line/1.1.3/").content.decode()
    assert all(extension in drawer for extension in inspection.EXTENSIONS)


@pytest.mark.parametrize(("spoil", "said"), [(True, "文件内容与上传时不符"), (False, "文件已丢失")])
def test_a_file_that_is_not_what_was_handed_in_is_not_handed_out(filled: County, *, spoil: bool, said: str) -> None:
    send(filled, ("a.pdf", PDF))
    file = StoredFile.objects.get()
    path = store.path_of(file.stored)
    if spoil:
        path.write_bytes(b"%PDF-1.7 y %%EOF")
    else:
        path.unlink()
    answer = filled.client("filler").get(f"/2024/900001/files/{file.pk}/")
    assert answer.status_code == 409
    assert said in answer.content.decode()
    file.refresh_from_db()
    assert file.state != FileState.SOUND
    assert Entry.objects.filter(action="核验佐证文件", result="失败").exists()
