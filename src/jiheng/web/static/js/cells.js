// How a cell, the head of a row and the head of a column look; which columns are shown; what stands below the table.
"use strict";

const REST = "jiheng:grid-rest"; // whether columns that nobody has filled in yet are shown, too

function shownColumns({ columns, rows }) {
  const all = localStorage.getItem(REST) === "1";
  const filled = new Set(rows.flatMap(([, , texts, faults]) => [...Object.keys(texts), ...Object.keys(faults)]));
  const shown = columns.filter(({ name, rare }) => all || !rare || filled.has(name));
  const button = document.querySelector("[data-grid-rest]");
  if (button) {
    button.hidden = !all && shown.length === columns.length;
    button.textContent = all ? button.dataset.fewer : button.dataset.more;
    button.addEventListener("click", () => { localStorage.setItem(REST, all ? "0" : "1"); location.reload(); });
  }
  return shown;
}

function cellsOf({ config, columnOf, names, sheet, tell, selected, within }) {
  const money = (text) => (/^-?\d{4,}(\.\d+)?$/.test(text) ? text.replace(/\d(?=(\d{3})+(\.|$))/g, "$&,") : text);
  const written = (row, name) => (columnOf[name].money ? money(sheet.text(row, name)) : sheet.text(row, name));

  function dress(row, element, name) {
    const [index, column] = [row.index, names.indexOf(name)];
    const text = written(row, name);
    if (element.textContent !== text) element.textContent = text;
    element.dataset.name = name;
    element.classList.toggle("n", columnOf[name].numeric);
    element.classList.toggle("wrong", name in row.faults);
    element.classList.toggle("unsaved", row.unsaved.has(name));
    element.classList.toggle("waits", row.waiting.includes(name));
    element.classList.toggle("chosen", within(index, column));
    element.classList.toggle("active", Boolean(selected()) && index === selected().to.row && column === selected().to.column);
    element.title = row.faults[name] ?? (row.waiting.includes(name) ? tell("waits", { from: sheet.text(row, "note") }) : "");
    element.setAttribute("aria-selected", String(within(index, column)));
  }

  function dressHead(row, element) {
    element.classList.toggle("wrong", "" in row.faults);
    element.title = row.faults[""] ?? row.hint;
    element.setAttribute("role", "rowheader");
    const parts = [Object.assign(document.createElement("span"), { className: "quiet", textContent: row.position || "＋" })];
    if (config.write) {
      const tick = Object.assign(document.createElement("input"), { type: "checkbox", checked: row.ticked });
      tick.setAttribute("aria-label", tell("tick", { n: row.position || tell("new") }));
      parts.unshift(tick);
    }
    const target = row.hint.split("\n").find((line) => line.startsWith("目标"));
    if (row.what) parts.push(Object.assign(document.createElement("span"), { className: "what", textContent: row.what }));
    if (row.what && target) parts.push(Object.assign(document.createElement("span"), { className: "quiet goal", textContent: target }));
    element.replaceChildren(...parts);
  }

  function heading(cell) {
    const column = columnOf[cell.getColumn().getField()];
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: column.title });
    button.dataset.help = column.name;
    if (column.unit) button.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: column.unit }));
    if (column.required) button.append(Object.assign(document.createElement("span"), { className: "lost", textContent: " *", title: tell("required") }));
    return button;
  }

  return { written, dress, dressHead, heading };
}

// Sums of money in 分, as whole numbers: "1234.5" → 123450n; what is no amount counts as nothing.
function cents(text) {
  const met = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text.replaceAll(",", ""));
  return met ? BigInt(`${met[1]}${met[2]}${(met[3] ?? "").padEnd(2, "0")}`) : 0n;
}

const inWhole = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
function yuan(sum, per = 100n) {
  const size = sum < 0n ? -sum : sum;
  const rounded = (size * 200n + per) / (2n * per); // two decimals of the unit, half up
  return `${sum < 0n ? "-" : ""}${inWhole(rounded / 100n)}.${String(rounded % 100n).padStart(2, "0")}`;
}
const bothUnits = (sum) => `${yuan(sum)}${" 元"}（${yuan(sum, 1000000n)} 万元）`;

function showTotals({ config, columns, sheet, tell, block }) {
  const line = document.getElementById("grid-totals");
  const sums = columns.filter(({ money }) => money).map(({ name, title }) => [title, sheet.rows.reduce((sum, row) => sum + cents(sheet.text(row, name)), 0n)]);
  if (!sums.length || !sheet.rows.length) { line.textContent = ""; return; }
  const beside = Object.entries(config.against).map(([title, text]) => [title, cents(text)]);
  const chosen = block.filter(({ name }) => columns.find((column) => column.name === name)?.money);
  const parts = [...sums, ...beside].map(([title, sum]) => `${title} ${bothUnits(sum)}`);
  if (sums.length === 1 && beside.length) parts.push(tell("difference", { sum: bothUnits(beside[0][1] - sums[0][1]) }));
  if (chosen.length > 1 || (chosen.length && block.length === 1)) parts.push(tell("chosen", { n: chosen.length, sum: bothUnits(chosen.reduce((sum, { row, name }) => sum + cents(sheet.text(row, name)), 0n)) }));
  line.textContent = tell("total", { parts: parts.join("；") });
}

// On paper every row stands, not only those in sight.
function printWhole({ columns, sheet, written }) {
  const table = document.createElement("table");
  table.className = "sheet grid-paper";
  const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  addEventListener("beforeprint", () => {
    const head = document.createElement("thead");
    head.append(document.createElement("tr"));
    head.firstChild.append(make("th", ""), ...columns.map(({ title, unit }) => make("th", `${title}${unit}`)));
    const body = document.createElement("tbody");
    body.append(...sheet.rows.map((row) => {
      const line = document.createElement("tr");
      line.append(make("th", [row.position, row.what].filter(Boolean).join(" ")), ...columns.map(({ name }) => make("td", written(row, name))));
      return line;
    }));
    table.replaceChildren(head, body);
    document.getElementById("grid").after(table);
  });
  addEventListener("afterprint", () => table.remove());
}
