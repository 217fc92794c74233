// The levels of a score table fold; what was folded stays so while the browser is open, also when the table comes back anew.
"use strict";

(() => {
  const nameOf = (table) => `jiheng:folded:${table.dataset.foldIn}`;
  const foldedIn = (table) => new Set(JSON.parse(sessionStorage.getItem(nameOf(table)) ?? "[]"));

  function show(table, folded) {
    const rows = [...table.querySelectorAll("tr[data-code]")];
    const hidden = new Set();
    for (const row of rows) {
      const { code, parent } = row.dataset;
      row.hidden = hidden.has(parent);
      if (row.hidden || folded.has(code)) hidden.add(code);
      row.querySelector("[data-fold]")?.setAttribute("aria-expanded", String(!folded.has(code)));
    }
    sessionStorage.setItem(nameOf(table), JSON.stringify([...folded]));
  }

  function depthOf(row, table) {
    const parent = row.dataset.parent && table.querySelector(`tr[data-code="${CSS.escape(row.dataset.parent)}"]`);
    return parent ? depthOf(parent, table) + 1 : 1;
  }

  document.addEventListener("click", ({ target }) => {
    const one = target.closest("[data-fold]");
    const all = target.closest("[data-fold-to]");
    const table = one ? one.closest("table") : all && document.querySelector("table[data-fold-in]");
    if (!table) return;
    const folded = one ? foldedIn(table) : new Set();
    if (one) {
      const { code } = one.closest("tr").dataset;
      if (!folded.delete(code)) folded.add(code);
    } else {
      for (const row of table.querySelectorAll("tr[data-code]:not(.leaf)")) {
        if (depthOf(row, table) >= Number(all.dataset.foldTo)) folded.add(row.dataset.code);
      }
    }
    show(table, folded);
  });

  const restore = () => document.querySelectorAll("table[data-fold-in]").forEach((table) => show(table, foldedIn(table)));
  for (const moment of ["DOMContentLoaded", "htmx:afterSettle", "htmx:oobAfterSwap"]) document.addEventListener(moment, restore);
})();
