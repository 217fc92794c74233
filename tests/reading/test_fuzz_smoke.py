from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import xlsxwriter

from jiheng.reading import EXTENSIONS
from tests.fuzz.search import linux_only, search
from tests.reading.containers import compound
from tests.reading.printing import pdf


def samples(folder: Path) -> list[tuple[str, bytes]]:
    word = docx.Document()
    word.add_table(1, 2).cell(0, 0).text = "6 场"
    word.save(str(folder / "a.docx"))
    with xlsxwriter.Workbook(folder / "a.xlsx") as workbook:
        workbook.add_worksheet().write(0, 0, 0.95, workbook.add_format({"num_format": "0.00%"}))
    found = [(extension, (folder / f"a{extension}").read_bytes()) for extension in (".docx", ".xlsx")]
    ofd = BytesIO()
    with zipfile.ZipFile(ofd, "w") as archive:
        archive.writestr("OFD.xml", "<OFD/>")
    return [
        *found,
        (".pdf", pdf(folder, "正文 6 场。").read_bytes()),
        (".ofd", ofd.getvalue()),
        (".xls", compound("Workbook")),
        (".txt", "预算 37,497.28 万元".encode("gb18030")),
    ]


@linux_only
def test_a_short_search_from_sound_files_finds_no_crash(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    names = sorted(EXTENSIONS - {".rtf"})
    for extension, data in samples(tmp_path):
        (corpus / extension[1:]).write_bytes(bytes([names.index(extension)]) + data)
    search("fuzz_reading.py", tmp_path, str(corpus), "-runs=1500", "-seed=7", "-max_len=60000")
