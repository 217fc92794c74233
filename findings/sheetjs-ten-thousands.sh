#!/usr/bin/env bash
# A sheet whose amounts are shown in 万 by the usual number format for it loses a digit in SheetJS.
#
# 0\.0,"万" has no true decimal point: the comma divides by a thousand, the escaped point is only drawn between
# the last two digits. A spreadsheet program shows 12345 as 1.2万 and 123456 as 12.3万; so does the npm package
# numfmt. SheetJS (xlsx 0.18.5 and its formatter ssf 0.11.2) gives ".12万" and "1.23万": the formatted text of
# a cell (its .w, and what sheet_to_csv writes) is a tenth of what the reader of the sheet sees.
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
const pattern = '0\\.0,"万"';
const sheet = { "!ref": "A1:A2", A1: { t: "n", v: 12345, z: pattern }, A2: { t: "n", v: 123456, z: pattern } };
const book = { SheetNames: ["s"], Sheets: { s: sheet } };
const bytes = xlsx.write(book, { type: "buffer", bookType: "xlsx" });
const back = xlsx.read(bytes, { type: "buffer", cellNF: true }).Sheets.s;
for (const cell of [back.A1, back.A2]) console.log(cell.v, cell.z, "xlsx:", cell.w, "numfmt:", format(pattern, cell.v));
JS
found=$(node show.js)
echo "$found"
wanted='12345 0\.0,"万" xlsx: .12万 numfmt: 1.2万
123456 0\.0,"万" xlsx: 1.23万 numfmt: 12.3万'
[ "$found" = "$wanted" ] || { echo "no longer as seen"; exit 1; }
