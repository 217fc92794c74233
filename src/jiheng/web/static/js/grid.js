// The grid on a page: Tabulator draws the rows that are in sight; selecting, keys, typing and the clipboard are ours. One text field
// lies over the selected cell and holds the focus, so that an input method, a screen reader and the clipboard meet a field they know.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("grid");
  if (!box) return;
  const config = JSON.parse(document.getElementById("grid-data").textContent);
  const words = document.getElementById("grid-words").dataset;
  // A sentence of the page with its places filled: tell("saved", { time }).
  const tell = (name, values = {}) => words[name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())].replace(/{(\w+)}/g, (_, key) => values[key]);
  const columns = shownColumns(config);
  const names = columns.map(({ name }) => name);
  const columnOf = Object.fromEntries(config.columns.map((column) => [column.name, column]));
  const status = document.getElementById("grid-status");
  const said = document.getElementById("grid-said");
  const field = document.getElementById("grid-field");
  const list = document.getElementById("grid-choice");
  const shown = new WeakMap(); // element of a row → the row
  let at = null; // the selected block: { row, column } where it began and { row, column } where it ends, as indexes
  let editing = null; // the cell that is open: { row, name, element }
  let leaving = false; // Escape, then Tab leaves the grid

  const view = {
    say(text, mark = "") { status.textContent = `${mark} ${text}`.trim(); },
    token: () => document.querySelector("input[name=csrfmiddlewaretoken]").value,
    draw() { eachShown(dress); retrace(); showTotals({ config, columns, sheet, tell, block: at ? block().flat() : [] }); },
    rebuild() {
      table.replaceData(sheet.rows.map(({ id }) => ({ id }))).then(() => { if (at) select(clip(at.from), clip(at.to)); view.draw(); });
    },
    conflict: (...change) => deeds.showConflict(...change),
  };
  const sheet = new Sheet({ config, view, tell });
  const byId = (id) => sheet.byId.get(id);

  const { written, dress, dressHead, heading } = cellsOf({ config, columnOf, names, sheet, tell, selected: () => at, within: (...place) => within(...place) });

  function eachShown(visit) {
    box.querySelectorAll(".tabulator-row").forEach((element) => {
      const row = shown.get(element);
      if (!row) return;
      element.querySelectorAll(".tabulator-cell[data-name]").forEach((cell) => visit(row, cell, cell.dataset.name));
      if (visit === dress) dressHead(row, element.querySelector(".tabulator-cell:not([data-name])"));
    });
  }

  const widths = { text: 180, numeric: 130 };
  const wide = innerWidth > 760;
  const fixed = Math.max(1, columns.findIndex(({ key }) => !key));
  const table = new tables.Tabulator(box.querySelector(".grid-table"), {
    data: sheet.rows.map(({ id }) => ({ id })),
    maxHeight: "72vh",
    rowHeight: Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 36,
    placeholder: box.dataset.empty,
    columnDefaults: { resizable: "header", headerHozAlign: "left" },
    columns: [
      {
        title: "", field: "id", frozen: true, width: sheet.rows.some(({ what }) => what) ? (wide ? 280 : 150) : 76, resizable: false,
        formatter(cell) { dressHead(byId(cell.getValue()), cell.getElement()); return cell.getElement().firstChild ? Object.assign(document.createElement("span"), {}) : ""; },
      },
      ...columns.map((column, index) => ({
        title: column.title, field: column.name, width: column.numeric ? widths.numeric : widths.text, frozen: wide && index <= fixed && index < 2,
        cssClass: column.numeric ? "n" : "", titleFormatter: heading,
        formatter(cell) {
          const row = byId(cell.getData().id);
          dress(row, cell.getElement(), column.name);
          return document.createTextNode(written(row, column.name));
        },
      })),
    ],
    rowFormatter(drawn) {
      const row = byId(drawn.getData().id);
      const element = drawn.getElement();
      shown.set(element, row);
      element.dataset.pk = row.pk;
      if (row.position) element.id = `row-${row.position}`;
      dressHead(row, element.querySelector(".tabulator-cell"));
    },
  });

  // ---- selecting
  const EDGE = 16; // room for the scroll bar
  const within = (row, column) => Boolean(at) && row >= Math.min(at.from.row, at.to.row) && row <= Math.max(at.from.row, at.to.row)
    && column >= Math.min(at.from.column, at.to.column) && column <= Math.max(at.from.column, at.to.column);
  const clip = ({ row, column }) => ({ row: Math.max(0, Math.min(row, sheet.rows.length - 1)), column: Math.max(0, Math.min(column, names.length - 1)) });
  const block = () => {
    const span = (one, other) => Array.from({ length: Math.abs(one - other) + 1 }, (_, index) => Math.min(one, other) + index);
    return span(at.from.row, at.to.row).map((row) => span(at.from.column, at.to.column).map((column) => ({ row: sheet.rows[row], name: names[column] })));
  };
  const here = () => (at ? { row: sheet.rows[at.to.row], name: names[at.to.column] } : {});
  const cellOf = ({ row, name }) => [...box.querySelectorAll(".tabulator-row")].find((each) => shown.get(each) === row)?.querySelector(`[data-name="${name}"]`);

  function select(to, from = to) {
    if (!sheet.rows.length) { at = null; field.hidden = true; return; }
    at = { from: clip(from), to: clip(to) };
    announceCell();
    view.draw();
  }

  function announceCell() {
    const { row, name } = here();
    const place = tell("place", { n: at.to.row + 1, column: columnOf[name].title });
    field.setAttribute("aria-label", place);
    field.readOnly = !config.write || columnOf[name].choices.length > 0;
    said.textContent = `${place}：${written(row, name) || tell("blank")} ${row.faults[name] ?? ""}`;
  }

  // The field lies over the active cell, so that the window of an input method opens beside it.
  function retrace() {
    const cell = at && cellOf(here());
    const over = editing?.choice ? list : field;
    field.hidden = !at && !(config.write && !sheet.rows.length);
    if (!cell) return;
    const [inner, outer] = [cell.getBoundingClientRect(), box.getBoundingClientRect()];
    Object.assign(over.style, { left: `${inner.left - outer.left}px`, top: `${inner.top - outer.top}px`, width: `${inner.width}px`, height: `${inner.height}px` });
  }

  // The selection moves at once, so that the next key finds it there; the scrolling follows.
  function show(to, from = to) {
    select(to, from);
    if (!at) return;
    const holder = box.querySelector(".tabulator-tableholder");
    const height = box.querySelector(".tabulator-row")?.offsetHeight || 36;
    const top = at.to.row * height;
    if (top < holder.scrollTop) holder.scrollTop = top;
    else if (top + height > holder.scrollTop + holder.clientHeight - EDGE) holder.scrollTop = top + height - holder.clientHeight + EDGE;
    field.focus({ preventScroll: true });
    requestAnimationFrame(() => { view.draw(); showColumn(holder); });
  }

  function showColumn(holder) {
    const cell = at && cellOf(here());
    if (!cell || cell.classList.contains("tabulator-frozen")) return;
    const edge = Math.max(...[...cell.parentNode.querySelectorAll(".tabulator-frozen")].map((each) => each.getBoundingClientRect().right));
    const [inner, outer] = [cell.getBoundingClientRect(), holder.getBoundingClientRect()];
    if (inner.left < edge) holder.scrollLeft -= edge - inner.left;
    else if (inner.right > outer.right - EDGE) holder.scrollLeft += inner.right - outer.right + EDGE;
    retrace();
  }

  function move(down, right, extend = false) {
    let { row, column } = at.to;
    [row, column] = [row + down, column + right];
    if (!extend && column >= names.length) [row, column] = [row + 1, 0];
    if (!extend && column < 0) [row, column] = [row - 1, names.length - 1];
    if (row >= sheet.rows.length && config.write && !extend) { sheet.add(); view.rebuild(); }
    show({ row, column }, extend ? at.from : undefined);
  }

  // ---- typing
  function open(text) {
    const { row, name } = here();
    if (editing || !config.write || !row) return;
    const { choices } = columnOf[name];
    editing = { row, name, choice: choices.length > 0 };
    if (editing.choice) {
      list.replaceChildren(...["", ...choices].map((each) => new Option(each, each, false, each === sheet.text(row, name))));
      list.setAttribute("aria-label", columnOf[name].title);
      list.hidden = false;
      retrace();
      list.focus();
      return;
    }
    if (text !== undefined) field.value = text;
    field.classList.add("open");
  }

  function close(keep) {
    if (!editing) return;
    const { row, name, choice } = editing;
    const text = (choice ? list : field).value;
    editing = null;
    field.value = "";
    field.classList.remove("open");
    list.hidden = true;
    if (keep) sheet.write([{ row, name, text: choice ? text : text.trim() }]);
  }

  const inField = {
    Enter: (event) => (event.altKey ? field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end") : (close(true), move(event.shiftKey ? -1 : 1, 0))),
    Tab: (event) => { close(true); move(0, event.shiftKey ? -1 : 1); },
    Escape: () => { close(false); field.focus(); },
  };
  const page = () => Math.max(1, Math.floor(box.querySelector(".tabulator-tableholder").clientHeight / 36) - 1);
  const far = Number.MAX_SAFE_INTEGER;
  const inGrid = {
    ArrowUp: (event) => move(event.ctrlKey ? -far : -1, 0, event.shiftKey),
    ArrowDown: (event) => (event.ctrlKey ? show({ row: far, column: at.to.column }, event.shiftKey ? at.from : undefined) : move(1, 0, event.shiftKey)),
    ArrowLeft: (event) => (event.ctrlKey || at.to.column ? show({ row: at.to.row, column: event.ctrlKey ? 0 : at.to.column - 1 }, event.shiftKey ? at.from : undefined) : undefined),
    ArrowRight: (event) => show({ row: at.to.row, column: event.ctrlKey ? far : at.to.column + 1 }, event.shiftKey ? at.from : undefined),
    Home: (event) => show({ row: event.ctrlKey ? 0 : at.to.row, column: 0 }, event.shiftKey ? at.from : undefined),
    End: (event) => show({ row: event.ctrlKey ? far : at.to.row, column: far }, event.shiftKey ? at.from : undefined),
    PageUp: (event) => show({ row: at.to.row - page(), column: at.to.column }, event.shiftKey ? at.from : undefined),
    PageDown: (event) => show({ row: at.to.row + page(), column: at.to.column }, event.shiftKey ? at.from : undefined),
    Enter: (event) => (columnOf[here().name].choices.length ? open() : move(event.shiftKey ? -1 : 1, 0)),
    Tab: (event) => move(0, event.shiftKey ? -1 : 1),
    F2: () => open(sheet.text(here().row, here().name)),
    Delete: () => clear(),
    Backspace: () => clear(),
  };
  const withControl = {
    a: () => { at = { from: { row: 0, column: 0 }, to: clip({ row: far, column: far }) }; view.draw(); },
    z: (event) => (event.shiftKey ? sheet.redo() : sheet.undo()),
    y: () => sheet.redo(),
    d: () => fill(),
    r: () => fill(true),
  };
  const blockText = () => clipboard.write(block().map((row) => row.map((cell) => sheet.text(cell.row, cell.name))));
  const clear = () => config.write && sheet.write(block().flat().map((each) => ({ ...each, text: "" })));
  // The first row of the block goes down through it (Ctrl+D), or its first column to the right (Ctrl+R).
  function fill(right = false) {
    const cells = block();
    if (config.write) sheet.write(cells.flatMap((row, down) => row.map((cell, index) => {
      const from = right ? cells[down][0] : cells[0][index];
      return { ...cell, text: sheet.text(from.row, from.name) };
    })));
  }
  const lastCell = (event) => (event.shiftKey ? !at.to.row && !at.to.column : at.to.row === sheet.rows.length - 1 && at.to.column === names.length - 1);

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !at) return;
    const control = event.ctrlKey || event.metaKey;
    if (editing) { if (inField[event.key]) { event.preventDefault(); inField[event.key](event); } return; }
    if (event.key === "Escape") { leaving = true; view.say(tell("leave")); event.stopPropagation(); return; }
    if (event.key === "Tab" && (leaving || lastCell(event))) { leaving = false; return; }
    leaving = false;
    const act = control && event.key.length === 1 ? withControl[event.key.toLowerCase()] : inGrid[event.key];
    if (act) { event.preventDefault(); act(event); }
    else if (columnOf[here().name].choices.length && event.key.length === 1 && !control && !event.altKey) { event.preventDefault(); open(); }
  });
  list.addEventListener("keydown", (event) => { if (inField[event.key]) { event.preventDefault(); event.stopPropagation(); inField[event.key](event); } });
  // What is typed or composed over a selected cell replaces it, as in a spreadsheet.
  field.addEventListener("compositionstart", () => open());
  field.addEventListener("input", () => { if (at) open(); else field.value = ""; });
  field.addEventListener("blur", () => close(true));
  list.addEventListener("blur", () => close(true));

  // ---- the mouse
  let drawing = false;
  const placeOf = (target) => {
    const cell = target.closest?.(".tabulator-cell[data-name]");
    const row = cell && shown.get(cell.closest(".tabulator-row"));
    return row && { row: row.index, column: names.indexOf(cell.dataset.name) };
  };
  box.addEventListener("mousedown", (event) => {
    const place = placeOf(event.target);
    if (!place || event.button) return;
    event.preventDefault();
    close(true);
    drawing = true;
    select(place, event.shiftKey && at ? at.from : place);
    field.focus({ preventScroll: true });
  });
  box.addEventListener("mouseover", (event) => { const place = drawing && placeOf(event.target); if (place) select(place, at.from); });
  addEventListener("mouseup", () => { drawing = false; });
  box.addEventListener("dblclick", (event) => { if (placeOf(event.target) || event.target === field) { open(sheet.text(here().row, here().name)); } });
  box.addEventListener("change", ({ target }) => { if (target.type === "checkbox") shown.get(target.closest(".tabulator-row")).ticked = target.checked; });
  box.addEventListener("click", ({ target }) => {
    const help = target.closest("[data-help]");
    if (help) openHelp(help);
  });

  function openHelp(button) {
    const drawer = document.getElementById("drawer");
    drawer.replaceChildren(document.getElementById(`help-${button.dataset.help}`).content.cloneNode(true));
    drawer.hidden = false;
    drawer.querySelector("h2").focus();
  }

  const corner = () => (at ? { row: Math.min(at.from.row, at.to.row), column: Math.min(at.from.column, at.to.column) } : { row: 0, column: 0 });
  const grid = { at: () => at, corner, block, text: blockText, clear, show, editing: () => editing };
  const deeds = deedsOf({ config, sheet, names, columnOf, tell, view, field, grid });

  table.on("tableBuilt", () => {
    const [holder, body] = [box.querySelector(".tabulator-tableholder"), box.querySelector(".tabulator-table")];
    holder.addEventListener("scroll", () => { requestAnimationFrame(() => view.draw()); });
    // Tabulator's roles name its inner frame; the part that scrolls is the group of the rows.
    box.querySelector(".tabulator").removeAttribute("aria-owns");
    box.querySelector(".tabulator").setAttribute("aria-label", box.dataset.title);
    holder.setAttribute("role", "rowgroup");
    holder.tabIndex = 0;
    if (!sheet.rows.length) holder.append(Object.assign(document.createElement("div"), { innerHTML: '<span role="gridcell" class="visually-hidden"></span>' }));
    if (!sheet.rows.length) holder.lastChild.setAttribute("role", "row");
    body.setAttribute("role", "none");
    const wanted = sheet.rows.findIndex(({ position }) => location.hash === `#row-${position}`);
    if (wanted >= 0) show({ row: wanted, column: 0 });
    else select({ row: 0, column: 0 });
    if (config.write) sheet.restoreDraft();
  });
  addEventListener("resize", retrace);
  printWhole({ columns, sheet, written });
  if (config.write) { setInterval(() => sheet.save(), 30000); addEventListener("online", () => sheet.save()); }
});
