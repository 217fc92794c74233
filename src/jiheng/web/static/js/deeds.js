// What is done to a grid from outside its cells: the clipboard, what becomes of another's change, and the buttons above it.
// ``grid`` tells and moves the selection: at, corner, block, text, clear, show, editing.
"use strict";

/* exported deedsOf */
function deedsOf({ config, sheet, names, columnOf, tell, view, field, grid }) {
  // ---- the clipboard
  const titles = Object.fromEntries(config.columns.map(({ name, title }) => [name, title]));
  document.addEventListener("copy", (event) => {
    if (document.activeElement !== field || grid.editing() || !grid.at()) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", grid.text());
    view.say(tell("copied"));
  });
  document.addEventListener("cut", (event) => {
    if (document.activeElement !== field || grid.editing() || !grid.at()) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", grid.text());
    grid.clear();
  });
  document.addEventListener("paste", (event) => {
    const idle = !sheet.rows.length && document.activeElement?.matches("body, main");
    if (!config.write || grid.editing() || (document.activeElement !== field && !idle)) return;
    event.preventDefault();
    take(clipboard.read(event.clipboardData.getData("text/plain")));
  });

  async function take(rows) {
    const named = clipboard.heading(rows[0], titles);
    const single = rows.length === 1 && rows[0].length === 1 && !named;
    if (single && grid.at()) { sheet.write(grid.block().flat().map((cell) => ({ ...cell, text: rows[0][0] }))); return; }
    const plan = pastePlan({ rows, named, sheet, names, from: grid.corner() });
    if ((plan.rows.length > 1 || named) && !(await showPaste(plan, { titles, tell, sheet }))) { field.focus(); return; }
    const added = sheet.add(Math.max(0, plan.top + plan.rows.length - sheet.rows.length));
    if (added.length) view.rebuild();
    await sheet.write(plan.rows.flatMap((cells, down) => cells.map(({ name, text }) => ({ row: sheet.rows[plan.top + down], name, text }))));
    grid.show({ row: plan.top, column: grid.at()?.to.column ?? 0 });
  }

  // ---- another's change, and the buttons above
  function showConflict({ row, name, mine, theirs, by }) {
    const item = document.createElement("li");
    item.append(tell("conflict", { column: columnOf[name].title, mine, theirs, by: by || tell("someone") }));
    [[mine, "mine"], [theirs, "theirs"]].forEach(([text, label]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: tell(label) });
      button.addEventListener("click", () => {
        row.texts[name] = theirs;
        item.remove();
        sheet.write([{ row, name, text }]);
        view.draw();
      });
      item.append(button);
    });
    document.getElementById("grid-conflicts").append(item);
  }

  async function remove() {
    const ticked = sheet.rows.filter((row) => row.ticked);
    if (!ticked.length) { view.say(tell("none"), "▲"); return; }
    const first = ticked.slice(0, 3).map((row) => names.slice(0, 2).map((name) => sheet.text(row, name)).filter(Boolean).join(" ") || tell("blank"));
    if (await ask(tell("ask-delete", { n: ticked.length, rows: first.join("、") }), tell("do-delete", { n: ticked.length }))) sheet.remove(ticked);
  }
  // The rows that are ticked, or the cells that are selected; the page then shows what still waits.
  async function confirmChosen() {
    const ticked = sheet.rows.filter((row) => row.ticked && row.waiting.length);
    const chosen = ticked.length ? ticked.map((row) => [row, row.waiting]) : Object.values(Object.groupBy(grid.at() ? grid.block().flat() : [], ({ row }) => row.id))
      .map((cells) => [cells[0].row, cells.map(({ name }) => name).filter((name) => cells[0].row.waiting.includes(name))]).filter(([, names_]) => names_.length);
    if (!chosen.length) { view.say(tell("nothing-chosen"), "▲"); return; }
    await sheet.save();
    try {
      await sheet.post(config["confirm-cells"], { cells: Object.fromEntries(chosen.map(([{ pk }, names_]) => [pk, names_])) });
      location.reload();
    } catch (problem) { sheet.fail(problem); }
  }
  const buttons = {
    "grid-confirm": confirmChosen,
    "grid-add": () => { sheet.add(); view.rebuild(); grid.show({ row: sheet.rows.length - 1, column: 0 }); },
    "grid-delete": remove,
    "grid-undo": () => sheet.undo(),
    "grid-redo": () => sheet.redo(),
  };
  document.addEventListener("click", ({ target }) => {
    const name = Object.keys(buttons).find((each) => target.closest?.(`[data-${each}]`));
    if (name) buttons[name]();
  });
  return { showConflict };
}
