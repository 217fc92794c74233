"""``jiheng check`` on a folder of bad files: one clear line each, the good ones answered, exit 2."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from jiheng.cli.check import command
from jiheng.reading import scan
from jiheng.reading.archive import RATIO_FLOOR
from tests.reading.containers import compound
from tests.reading.printing import pdf, scanned
from tests.reading.test_pdf import locked

SOUND = "青禾镇2023年项目预算安排120.00万元，实际支出108.60万元，预算执行率为90.50%。"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document>&x;</w:document>'
SAID = {
    "空.docx": "0 字节",
    "空.xlsx": "0 字节",
    "加密.docx": "打开密码",
    "加密.pdf": "打开密码",
    "截断.docx": "损坏",
    "截断.xlsx": "损坏",
    "截断.pdf": "损坏",
    "炸弹.docx": "压缩炸弹",
    "实体.docx": "外部实体",
    "百兆.txt": "超过上限",
    "乱码.txt": "编码无法识别",
    "错名.docx": "内容却不是Word 文档",
    "错名.pdf": "内容却不是PDF",
}
"""File → what its one line says."""


def archive(path: Path, part: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", part)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every bad file of the list, beside two good ones."""
    folder, made = tmp_path_factory.mktemp("bad"), tmp_path_factory.mktemp("made")
    word = docx.Document()
    word.add_paragraph(SOUND)
    word.save(str(folder / "好.docx"))
    whole = (folder / "好.docx").read_bytes()
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = SOUND
    book.save(made / "好.xlsx")
    printed = pdf(made, SOUND)
    files = {
        "空.docx": b"",
        "空.xlsx": b"",
        "加密.docx": compound("EncryptedPackage", "EncryptionInfo"),
        "加密.pdf": locked(),
        "截断.docx": whole[: len(whole) // 2],
        "截断.xlsx": (made / "好.xlsx").read_bytes()[:900],
        "截断.pdf": printed.read_bytes()[:300],
        "乱码.txt": bytes(range(128, 256)) * 20,
        "错名.docx": SOUND.encode(),
        "错名.pdf": SOUND.encode(),
        "好.txt": SOUND.encode("gb18030"),
        "扫描.pdf": scanned(printed).read_bytes(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    archive(folder / "炸弹.docx", b"\0" * (RATIO_FLOOR + 1))
    archive(folder / "实体.docx", ENTITY)
    with (folder / "百兆.txt").open("wb") as sparse:
        sparse.seek(100 * 2**20)
        sparse.write(b"x")
    return folder


def test_every_bad_file_gets_one_line_and_the_others_are_answered(
    folder: Path, monkeypatch: pytest.MonkeyPatch, on_the_spot: None
) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    result = CliRunner().invoke(command, ["--format", "json", "--jobs", "1", str(folder)])
    answer = json.loads(result.stdout)
    assert result.exit_code == 2
    assert result.stderr == ""
    reasons = {Path(each["path"]).name: each["reasons"] for each in answer["unreadable"]}
    assert reasons.keys() == SAID.keys()
    for name, said in SAID.items():
        (reason,) = reasons[name]
        assert said in reason
        assert "\n" not in reason
    read = {Path(each["path"]).name: each for each in answer["documents"]}
    assert read.keys() == {"好.docx", "好.txt", "扫描.pdf"}
    assert all(
        read[name]["coverage"] == {"numbers": 3, "checked": 3, "not_checked": 0} for name in ("好.docx", "好.txt")
    )
    assert "未能读取" in str(read["扫描.pdf"]["unread"])


def test_the_terminal_lists_them_at_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch, on_the_spot: None) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    result = CliRunner().invoke(command, ["--jobs", "1", str(folder)])
    ends = result.stdout.split("未读全或未核查的文件\n")[-1].splitlines()
    assert len(ends) == len(SAID) + 1
    assert result.exit_code == 2


def test_ten_thousand_numbers_in_one_paragraph_are_all_counted(tmp_path: Path) -> None:
    path = tmp_path / "一段.txt"
    path.write_text("，".join(f"支出{number}.5万元" for number in range(10_000)), encoding="utf-8")
    result = CliRunner().invoke(command, ["--format", "json", str(path)])
    (document,) = json.loads(result.stdout)["documents"]
    assert document["coverage"]["numbers"] == 10_000
