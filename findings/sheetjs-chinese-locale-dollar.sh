#!/usr/bin/env bash
# Numbers formatted for Chinese readers come out of SheetJS as dollars.
#
# A locale mark without a currency sign, [$-804], only says "as in China": with [DBNum2] a spreadsheet shows the
# financial capitals (12345 as 壹万贰仟叁佰肆拾伍), with [DBNum1] the plain Chinese numerals, and 0"月" a plain 86月.
# SheetJS (xlsx 0.18.5) drops what it does not know and keeps the bare $ of the mark, so that the formatted text
# reads $12345, $2024 and $8月: a count, a year or a month becomes a sum of money in another currency.
# numfmt 3.2.3 does not know the capitals either, but adds no sign.
#
# Seen with: xlsx 0.18.5, numfmt 3.2.3, Node 20. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5 numfmt@3.2.3
cat >show.js <<'JS'
const xlsx = require("xlsx");
const { format } = require("numfmt");
const cells = [[12345, "[DBNum2][$-804]General"], [2024, "[DBNum1][$-804]General"], [8, '[$-804]0"月"']];
const sheet = { "!ref": "A1:A3" };
cells.forEach(([v, z], row) => (sheet["A" + (row + 1)] = { t: "n", v, z }));
const bytes = xlsx.write({ SheetNames: ["s"], Sheets: { s: sheet } }, { type: "buffer", bookType: "xlsx" });
const back = xlsx.read(bytes, { type: "buffer" }).Sheets.s;
cells.forEach(([v, z], row) => console.log(z, "xlsx:", back["A" + (row + 1)].w, "numfmt:", format(z, v)));
JS
found=$(node show.js)
echo "$found"
wanted='[DBNum2][$-804]General xlsx: $12345 numfmt: 12345
[DBNum1][$-804]General xlsx: $2024 numfmt: 2024
[$-804]0"月" xlsx: $8月 numfmt: 8月'
[ "$found" = "$wanted" ] || { echo "no longer as seen"; exit 1; }
