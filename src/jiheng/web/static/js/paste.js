// What is about to be pasted, shown before it is taken: where each column goes, and what it would overwrite.
"use strict";

// Which text goes into which cell. ``named``: the attributes of a heading row, which is then no row of data.
function pastePlan({ rows, named, sheet, names, from }) {
  const lines = named ? rows.slice(1) : rows;
  const target = named ?? Array.from({ length: Math.max(...rows.map(({ length }) => length)) }, (_, index) => names[from.column + index] ?? "");
  const planned = lines.map((line) => line.map((text, index) => ({ name: target[index], text })).filter(({ name }) => name));
  const overwritten = planned.flatMap((cells, down) => cells.filter(({ name, text }) => {
    const row = sheet.rows[from.row + down];
    const before = row ? sheet.text(row, name) : "";
    return before && before !== text;
  }));
  const lost = target.map((name, index) => (name ? "" : rows[0][index] || `${index + 1}`)).filter(Boolean);
  return { top: from.row, rows: planned, target: target.filter(Boolean), overwritten: overwritten.length, lost, named: Boolean(named) };
}

// A question with two answers; resolves to whether the first was given.
function ask(question, yes, body = "") {
  const dialog = document.getElementById("grid-ask");
  dialog.querySelector("p").textContent = question;
  dialog.querySelector("div").replaceChildren(body);
  dialog.querySelector("button[value=yes]").textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => { dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }); });
}

function showPaste(plan, { titles, tell, sheet }) {
  const SHOWN = 20;
  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const table = make("table", "", { className: "sheet" });
  const head = table.createTHead().insertRow();
  head.append(make("th", "", { scope: "col" }), ...plan.target.map((name) => make("th", titles[name], { scope: "col" })));
  const body = table.createTBody();
  plan.rows.slice(0, SHOWN).forEach((cells, down) => {
    const row = body.insertRow();
    const there = sheet.rows[plan.top + down];
    row.append(make("th", there ? tell("row", { n: plan.top + down + 1 }) : tell("new"), { scope: "row" }));
    plan.target.forEach((name) => {
      const cell = row.insertCell();
      cell.textContent = cells.find((each) => each.name === name)?.text ?? "";
      const before = there ? sheet.text(there, name) : "";
      if (before && before !== cell.textContent) { cell.className = "doubt"; cell.append(make("del", before)); }
    });
  });
  const notes = [
    plan.named ? tell("headed") : "",
    plan.overwritten ? tell("overwrites", { n: plan.overwritten }) : "",
    plan.lost.length ? tell("untaken", { columns: plan.lost.join("、") }) : "",
    plan.rows.length > SHOWN ? tell("more", { n: plan.rows.length - SHOWN }) : "",
  ].filter(Boolean);
  const all = document.createElement("div");
  const scroll = make("div", "", { className: "scroll" });
  scroll.append(table);
  all.append(...notes.map((note) => make("p", note, { className: "quiet" })), scroll);
  return ask(tell("ask-paste", { n: plan.rows.length }), tell("do-paste", { n: plan.rows.length }), all);
}
