// A block of cells as WPS, Excel and LibreOffice put it on the clipboard: RFC 4180 with tabs. A cell with a line break,
// a tab or a quote in it stands in quotes, which are doubled inside. What only looks so (a lone quote) is kept as it is.
"use strict";

const clipboard = (() => {
  const QUOTED = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
  const PLAIN = /[^\t\n]*/y;

  function cellAt(text, at) {
    for (const form of text[at] === '"' ? [QUOTED, PLAIN] : [PLAIN]) {
      form.lastIndex = at;
      const met = form.exec(text);
      if (met) return { text: met[1]?.replaceAll('""', '"') ?? met[0], end: form.lastIndex };
    }
  }

  // "a\t\"b\nc\"\r\n" → [["a", "b\nc"]]. The end of the last line is no row of its own.
  function read(block) {
    const text = block.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = [[]];
    for (let at = 0; at <= text.length; at += 1) {
      const cell = cellAt(text, at);
      rows.at(-1).push(cell.text.trim());
      at = cell.end;
      if (text[at] === "\n") rows.push([]);
    }
    return rows;
  }

  const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const write = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");

  // Titles as people copy them: with the unit, a star for what is required, blanks.
  const bare = (title) => title.replace(/[\s*＊]|[（(][^）)]*[）)]/g, "");

  // The attribute that each cell of a heading row names ("" where it names none), or null if the row is no heading.
  function heading(row, titles) {
    const known = new Map(Object.entries(titles).map(([name, title]) => [bare(title), name]));
    const named = row.map((text) => known.get(bare(text)) ?? "");
    const found = named.filter(Boolean).length;
    return found >= Math.max(1, Math.ceil(row.filter(Boolean).length / 2)) ? named : null;
  }

  return { read, write, heading };
})();
