"""LibreOffice recalculating a workbook, one sheet of rows and one of totals; writing the workbook is not counted.

LibreOffice keeps the values that a workbook was written with unless a profile tells it to recalculate always.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import openpyxl
import xlsxwriter
from told import Clock

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
rows_folder, out = Path(sys.argv[1]), Path(sys.argv[2])
(out / "totals").mkdir(parents=True)
query = f"SELECT subject, item, rule, state, weight, value, target FROM read_parquet('{rows_folder}/rows/*.parquet') ORDER BY ALL"
rows = duckdb.sql(query).fetchall()
book = xlsxwriter.Workbook(out / "book.xlsx")
sheet, summary = book.add_worksheet("rows"), book.add_worksheet("totals")
for at, row in enumerate(rows, 1):
    for column, cell in enumerate(row):
        sheet.write_number(at, column, cell / 10000 if column == 4 else cell)
    n = at + 1
    rising = f"E{n}*MAX(0,MIN(F{n}/G{n},1)-MAX(F{n}/G{n}-1.3,0))"
    falling = f"IF(F{n}<=0,E{n},E{n}*MAX(0,MIN(G{n}/F{n},1)-MAX(G{n}/F{n}-1.3,0)))"
    cases = f"IF(C{n}=0,{rising},IF(C{n}=1,{falling},IF(C{n}=2,IF(F{n}=G{n},E{n},0),E{n}*F{n}/10000)))"
    sheet.write_formula(at, 7, f"=IF(D{n}=1,0,ROUND({cases},4))")
subjects = sorted({row[0] for row in rows})
for at, subject in enumerate(subjects):
    first = 2 + at * 30
    levels = [f"ROUND(SUM(rows!H{first + level * 6}:H{first + level * 6 + 5}),2)" for level in range(5)]
    summary.write_number(at, 0, subject)
    summary.write_formula(at, 1, "=" + "+".join(levels))
book.close()
with tempfile.TemporaryDirectory() as profile:
    settings = Path(profile) / "user"
    settings.mkdir()
    (settings / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    version = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    clock = Clock()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(out / "done"),
            str(out / "book.xlsx"),
        ],
        capture_output=True,
        check=True,
    )
    clock.done(f"LibreOffice {version}", trail=False)
done = openpyxl.load_workbook(out / "done" / "book.xlsx", data_only=True, read_only=True)
found = [
    (int(subject), round(total * 10000)) for subject, total in done["totals"].iter_rows(max_col=2, values_only=True)
]
duckdb.sql("CREATE TABLE totals (subject INTEGER, total BIGINT)")
duckdb.executemany("INSERT INTO totals VALUES (?, ?)", found)
duckdb.sql(f"COPY totals TO '{out}/totals/all.parquet'")
