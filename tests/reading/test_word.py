from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from jiheng.core.fault import Refused
from jiheng.reading import Document, read
from jiheng.reading.word_numbering import write_number


def save(document: docx.document.Document, path: Path) -> Document:
    document.save(str(path))
    return read(path)


def texts(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_paragraphs_and_headings_come_in_order_with_their_places(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("一、基本情况", 1)
    word.add_paragraph("全年预算 37,497.28 万元。")
    word.add_paragraph("")
    word.add_paragraph("支出 35,616.40 万元。")
    document = save(word, tmp_path / "报告.docx")
    assert texts(document, "heading") == ["一、基本情况"]
    assert texts(document, "paragraph") == ["全年预算 37,497.28 万元。", "支出 35,616.40 万元。"]
    assert document.blocks[2].place.text() == "报告.docx 第 3 段"


def test_runs_tabs_and_breaks_join_to_one_text(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("37,4")
    paragraph.add_run("97.28").bold = True
    paragraph.add_run("\t万元").add_break()
    paragraph.add_run("完")
    assert save(word, tmp_path / "a.docx").text == "37,497.28\t万元\n完\n"


def test_merged_cells_keep_their_extent(tmp_path: Path) -> None:
    word = docx.Document()
    table = word.add_table(rows=3, cols=3)
    for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{index}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖"
    document = save(word, tmp_path / "a.docx")
    (found,) = document.tables
    shown = {
        (cell.row, cell.column): (document.text[cell.start : cell.end], cell.row_span, cell.column_span)
        for cell in found.cells
    }
    assert shown == {
        (0, 0): ("横", 1, 2), (0, 2): ("c2", 1, 1),
        (1, 0): ("竖", 2, 1), (1, 1): ("c4", 1, 1), (1, 2): ("c5", 1, 1),
        (2, 1): ("c7", 1, 1), (2, 2): ("c8", 1, 1),
    }  # fmt: skip
    assert document.text == "横\tc2\n竖\tc4\tc5\nc7\tc8\n"
    assert found.cells[3].place.text() == "a.docx 表 1 第 2 行第 2 列"


def test_a_table_within_a_table_is_read_too(tmp_path: Path) -> None:
    word = docx.Document()
    outer = word.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "外"
    outer.cell(0, 0).add_table(1, 2).cell(0, 1).text = "内"
    document = save(word, tmp_path / "a.docx")
    names = {table.name: [document.text[c.start : c.end] for c in table.cells] for table in document.tables}
    assert names["表 1内的表"] == ["", "内"]
    assert "外" in names["表 1"][0]
    assert all(a.end <= b.start for a, b in zip(document.blocks, document.blocks[1:], strict=False))


def test_inserted_revisions_are_text_and_deleted_ones_are_only_mentioned(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("支出")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>95</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>94</w:delText></w:r></w:del>"))
    paragraph.add_run("万元")
    document = save(word, tmp_path / "a.docx")
    assert document.text == "支出95万元\n"
    assert document.notes == ("a.docx 第 1 段：修订中已删除的文字“94”不作为正文核查",)


def test_hidden_text_and_field_codes_are_no_text(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("见")
    paragraph.add_run("隐藏").font.hidden = True
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:instrText> REF a </w:instrText></w:r>"))
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>第二节</w:t></w:r>"))
    assert save(word, tmp_path / "a.docx").text == "见第二节\n"


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    word = docx.Document()
    inner = "<w:txbxContent><w:p><w:r><w:t>盒中 6 场</w:t></w:r></w:p></w:txbxContent>"
    space = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    word.add_paragraph("正文")._p.append(
        parse_xml(
            f"<w:r {space}><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )
    document = save(word, tmp_path / "a.docx")
    assert document.text == "正文\n盒中 6 场\n"
    assert document.blocks[1].place.path == "第 1 段 旁的文本框 第 1 段"


def test_headers_are_notes_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("正文")
    word.sections[0].header.paragraphs[0].text = "示例镇 2024 年度自评报告"
    word.sections[0].footer.paragraphs[0].text = "— 12 —"
    document = save(word, tmp_path / "a.docx")
    assert texts(document, "note") == ["示例镇 2024 年度自评报告"]
    assert "12" not in document.text


def with_part(source: Path, name: str, data: str, relation: str) -> None:
    with zipfile.ZipFile(source) as old:
        parts = {entry: old.read(entry) for entry in old.namelist()}
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}"
    link = f'<Relationship Id="rX{relation}" Type="{kind}" Target="{name}"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    parts[f"word/{name}"] = data.encode()
    with zipfile.ZipFile(source, "w") as new:
        for entry, content in parts.items():
            new.writestr(entry, content)


def test_footnotes_are_numbered_notes_and_separators_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    word = docx.Document()
    word.add_paragraph("正文")
    word.save(str(path))
    body = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='0'>{body.format('x')}</w:footnote>"
        f"<w:footnote w:id='2'>{body.format('含结转 3 万元')}</w:footnote></w:footnotes>"
    )
    with_part(path, "footnotes.xml", notes, "footnotes")
    document = read(path)
    assert texts(document, "note") == ["含结转 3 万元"]
    assert document.blocks[-1].place.path == "脚注 1 第 1 段"


def test_an_embedded_document_is_said_to_be_unread(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("正文")
    word.element.body.insert(1, parse_xml(f"<w:altChunk {nsdecls('w')}/>"))
    (unread,) = save(word, tmp_path / "a.docx").unread
    assert "另一份文档" in unread.why


def test_pictures_are_mentioned_and_a_document_of_pictures_alone_is_unread(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    Image.new("L", (9, 9)).save(picture)
    word = docx.Document()
    word.add_picture(str(picture))
    (unread,) = save(word, tmp_path / "a.docx").unread
    assert "只有图片" in unread.why
    word.add_paragraph("正文")
    document = save(word, tmp_path / "b.docx")
    assert not document.unread
    assert "1 处图片" in document.notes[0]


def test_a_document_without_its_body_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/other.xml", "<a/>")
    with pytest.raises(Refused, match="缺少正文"):
        read(tmp_path / "a.docx")


def test_endless_nesting_is_refused_not_fatal(tmp_path: Path) -> None:
    deep = f"<w:document {nsdecls('w')}>" + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:document>"
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", deep)
    with pytest.raises(Refused, match="损坏"):
        read(tmp_path / "a.docx")


def numbered(word: docx.document.Document, text: str, number: int, level: int = 0) -> None:
    paragraph = word.add_paragraph(text)
    properties = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
    paragraph._p.get_or_add_pPr().append(parse_xml(properties))


def lists(word: docx.document.Document, *levels: tuple[str, str, str]) -> None:
    """Add list 90 (and 91, which starts anew) with these levels: form, text, suffix."""
    part = word.part.numbering_part.element
    inner = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:suff w:val='{suffix}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for n, (form, text, suffix) in enumerate(levels)
    )
    part.append(parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'>{inner}</w:abstractNum>"))
    link = "<w:num {} w:numId='{}'><w:abstractNumId w:val='90'/>{}</w:num>"
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    part.append(parse_xml(link.format(nsdecls("w"), 90, "")))
    part.append(parse_xml(link.format(nsdecls("w"), 91, anew)))


def test_list_numbers_stand_before_their_paragraphs_as_on_paper(tmp_path: Path) -> None:
    word = docx.Document()
    lists(word, ("chineseCounting", "%1、", "nothing"), ("decimal", "%1.%2", "tab"))
    for text, number, level in (
        ("甲", 90, 0),
        ("乙", 90, 1),
        ("丙", 90, 1),
        ("丁", 90, 0),
        ("戊", 90, 1),
        ("己", 91, 0),
    ):
        numbered(word, text, number, level)
    document = save(word, tmp_path / "a.docx")
    assert document.text.splitlines() == ["一、甲", "一.1\t乙", "一.2\t丙", "二、丁", "二.1\t戊", "一、己"]
    assert document.text[document.blocks[0].start : document.blocks[0].end] == "一、甲"


def test_a_legal_level_writes_all_numbers_as_digits(tmp_path: Path) -> None:
    word = docx.Document()
    lists(word, ("chineseCounting", "%1、", "nothing"), ("decimal", "%1.%2", "space"))
    level = word.part.numbering_part.element[-3][1]
    level.insert(2, parse_xml(f"<w:isLgl {nsdecls('w')}/>"))
    numbered(word, "甲", 90)
    numbered(word, "乙", 90, 1)
    assert save(word, tmp_path / "a.docx").text == "一、甲\n1.1 乙\n"


def test_a_style_may_bring_the_list_and_bullets_write_nothing(tmp_path: Path) -> None:
    word = docx.Document()
    lists(word, ("decimal", "（%1）", "space"))
    style = word.styles["List Bullet"].element
    style.get_or_add_pPr().append(parse_xml(f"<w:numPr {nsdecls('w')}><w:numId w:val='90'/></w:numPr>"))
    for old in style.pPr.findall(style.pPr.tag.replace("pPr", "numPr"))[:-1]:
        style.pPr.remove(old)
    word.add_paragraph("甲", style="List Bullet")
    word.add_paragraph("乙", style="List Bullet 2")
    assert save(word, tmp_path / "a.docx").text == "（1） 甲\n乙\n"


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (10, "chineseCounting", "十"), (12, "japaneseCounting", "十二"), (20, "chineseCountingThousand", "二十"),
        (35, "chineseCounting", "三十五"), (100, "chineseCounting", "100"), (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"), (19, "lowerRoman", "xix"), (2, "lowerLetter", "b"), (2, "upperLetter", "B"),
        (3, "ideographTraditional", "丙"), (7, "decimalZero", "07"), (7, "unknown", "7"), (40, "upperRoman", "40"),
    ],
)  # fmt: skip
def test_list_numbers_are_written_in_their_forms(number: int, form: str, written: str) -> None:
    assert write_number(number, form) == written


def test_a_list_may_start_at_another_number_and_write_it_otherwise(tmp_path: Path) -> None:
    word = docx.Document()
    lists(word, ("decimal", "%1.", "nothing"))
    part = word.part.numbering_part.element
    changed = "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperLetter'/><w:suff w:val='nothing'/><w:lvlText w:val='%1)'/></w:lvl>"
    for number, inner in ((92, "<w:startOverride w:val='5'/>"), (93, changed)):
        part.append(
            parse_xml(
                f"<w:num {nsdecls('w')} w:numId='{number}'><w:abstractNumId w:val='90'/>"
                f"<w:lvlOverride w:ilvl='0'>{inner}</w:lvlOverride></w:num>"
            )
        )
    for text, number in (("甲", 90), ("乙", 92), ("丙", 92), ("丁", 93)):
        numbered(word, text, number)
    assert save(word, tmp_path / "a.docx").text.splitlines() == ["1.甲", "5.乙", "6.丙", "A)丁"]
