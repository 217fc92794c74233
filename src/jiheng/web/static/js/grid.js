// The editable grid: typed or pasted text is kept as a draft in the browser at once, and saved when the cell is left
// and every 30 seconds. The draft goes only when the server has confirmed it, so that an ended log-in loses nothing.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const grid = document.getElementById("grid");
  if (!grid || !("write" in grid.dataset)) return;
  const body = grid.tBodies[0];
  const heads = [...grid.tHead.rows[0].cells].slice(1);
  const names = heads.map((head) => head.dataset.name);
  const status = document.getElementById("grid-status");
  const conflicts = document.getElementById("grid-conflicts");
  const draftKey = `jiheng:${grid.dataset.draft}`;
  const pending = new Map(); // row → {attribute: [text when begun, text now]}
  let saving = false;
  let composing = null; // the cell in which an input method writes, and what it held before

  const words = document.getElementById("grid-words").dataset;
  // A sentence of the page with its places filled: tell("saved", { time }).
  const tell = (name, values = {}) => words[name].replace(/{(\w+)}/g, (_, key) => values[key]);
  const say = (text, mark = "") => { status.textContent = `${mark} ${text}`.trim(); };
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const cellOf = (row, name) => row.querySelector(`td[data-name="${name}"]`);

  // An input method composes only where text may be written, and must not be interrupted: the cell itself is the place.
  function openToTyping(cell) {
    cell.contentEditable = "true";
    cell.spellcheck = false;
  }

  function newRow() {
    body.querySelector(".empty-row")?.remove();
    const row = body.insertRow();
    row.dataset.pk = "0";
    const head = document.createElement("th");
    head.scope = "row";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", tell("new"));
    head.append(box);
    row.append(head);
    heads.forEach((column) => {
      const cell = row.insertCell();
      cell.dataset.name = column.dataset.name;
      cell.tabIndex = 0;
      openToTyping(cell);
      if (column.classList.contains("n")) cell.className = "n";
    });
    return row;
  }

  function note(row, name, before, after) {
    const cells = pending.get(row) ?? {};
    const begun = cells[name] ? cells[name][0] : before;
    cells[name] = [begun, after];
    if (begun === after) delete cells[name];
    if (Object.keys(cells).length) pending.set(row, cells); else pending.delete(row);
    keepDraft();
  }

  function keepDraft() {
    const rows = [...pending].map(([row, cells]) => ({ pk: Number(row.dataset.pk), cells }));
    if (rows.length) localStorage.setItem(draftKey, JSON.stringify(rows)); else localStorage.removeItem(draftKey);
  }

  function restoreDraft() {
    const kept = JSON.parse(localStorage.getItem(draftKey) ?? "[]");
    kept.forEach(({ pk, cells }) => {
      const row = (pk && body.querySelector(`tr[data-pk="${pk}"]`)) || newRow();
      Object.entries(cells).forEach(([name, [before, after]]) => {
        const cell = cellOf(row, name);
        if (!cell) return;
        cell.textContent = after;
        cell.classList.add("unsaved");
        note(row, name, before, after);
      });
    });
    if (kept.length) { say(tell("restored"), "▲"); save(); }
  }

  function put(cell, text) {
    const before = cell.textContent;
    if (before === text) return;
    cell.textContent = text;
    cell.classList.add("unsaved");
    note(cell.parentNode, cell.dataset.name, before, text);
  }

  async function save() {
    if (saving || !pending.size) return;
    saving = true;
    const sent = [...pending];
    pending.clear();
    say(tell("saving"));
    try {
      const answer = await fetch(grid.dataset.save, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ changes: sent.map(([row, cells]) => ({ pk: Number(row.dataset.pk), cells })) }),
      });
      if (answer.status === 409) throw new Error((await answer.json()).problem);
      if (!answer.ok) throw new Error(tell("ended"));
      confirm(sent, await answer.json());
    } catch (problem) {
      sent.forEach(([row, cells]) => pending.set(row, { ...cells, ...(pending.get(row) ?? {}) }));
      keepDraft();
      say(tell("failed", { why: problem instanceof TypeError ? tell("offline") : problem.message }), "●");
    } finally {
      saving = false;
    }
  }

  function confirm(sent, { rows, conflicts: met, faults, count }) {
    sent.forEach(([row, cells], index) => {
      row.dataset.pk = rows[index];
      Object.keys(cells).forEach((name) => cellOf(row, name)?.classList.remove("unsaved"));
    });
    keepDraft();
    body.querySelectorAll(".wrong").forEach((cell) => { cell.classList.remove("wrong"); cell.removeAttribute("title"); });
    faults.forEach(({ pk, name, text }) => {
      const cell = body.querySelector(`tr[data-pk="${pk}"] ${name ? `td[data-name="${name}"]` : "th"}`);
      if (cell) { cell.classList.add("wrong"); cell.title = text; }
    });
    met.forEach(showConflict);
    document.body.dispatchEvent(new Event("grid:saved"));
    const time = new Date().toLocaleTimeString("zh-CN", { hour12: false });
    say(count ? tell("faults", { n: count }) : tell("saved", { time }), count ? "●" : "■");
  }

  function showConflict({ pk, name, mine, theirs, by }) {
    const item = document.createElement("li");
    const column = heads.find((head) => head.dataset.name === name)?.querySelector("summary").textContent.trim();
    item.append(tell("conflict", { column, mine, theirs, by: by || tell("someone") }));
    const use = (text, label) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = label;
      button.addEventListener("click", () => {
        const cell = body.querySelector(`tr[data-pk="${pk}"] td[data-name="${name}"]`);
        cell.textContent = theirs;
        if (text !== theirs) put(cell, text);
        item.remove();
        save();
      });
      item.append(button);
    };
    use(mine, tell("mine"));
    use(theirs, tell("theirs"));
    conflicts.append(item);
  }

  // Chinese is typed in the cell as it stands; what it holds is replaced, as in a spreadsheet.
  function compose(cell) {
    if (composing) return;
    composing = { cell, before: cell.textContent };
    getSelection().selectAllChildren(cell);
  }

  function composed(keep) {
    const { cell, before } = composing;
    composing = null;
    const text = cell.textContent.trim();
    cell.textContent = before;
    if (keep) { put(cell, text); save(); }
  }

  function edit(cell, first) {
    if (cell.querySelector("input, select")) return;
    const head = heads[names.indexOf(cell.dataset.name)];
    const before = cell.textContent;
    const choices = head.dataset.choices?.split("|") ?? (head.dataset.kind === "flag" ? ["是", "否"] : null);
    const box = document.createElement(choices ? "select" : /\n/.test(before) ? "textarea" : "input");
    box.className = "cell-box";
    box.setAttribute("aria-label", head.querySelector("summary").textContent.trim());
    if (choices) box.append(...["", ...choices].map((text) => new Option(text, text, false, text === before)));
    else box.value = first ?? before;
    cell.replaceChildren(box);
    box.focus();
    let ended = false;
    const end = (keep) => {
      if (ended) return;
      ended = true;
      const text = box.value;
      cell.textContent = before;
      if (keep) { put(cell, text); save(); }
    };
    box.addEventListener("blur", () => end(true));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { end(false); cell.focus(); event.stopPropagation(); }
      if (event.key === "Enter") { end(true); move(cell, 1, 0); event.preventDefault(); event.stopPropagation(); }
      if (event.key === "Tab") { end(true); move(cell, 0, event.shiftKey ? -1 : 1); event.preventDefault(); event.stopPropagation(); }
    });
  }

  function move(cell, down, right) {
    const rows = [...body.rows];
    let at = rows.indexOf(cell.parentNode) + down;
    let column = names.indexOf(cell.dataset.name) + right;
    if (column >= names.length) { column = 0; at += 1; }
    if (column < 0) { column = names.length - 1; at -= 1; }
    const row = at >= rows.length ? newRow() : rows[Math.max(at, 0)];
    cellOf(row, names[column])?.focus();
  }

  const listed = (cell) => { const head = heads[names.indexOf(cell.dataset.name)].dataset; return "choices" in head || head.kind === "flag"; };

  function inComposed(event, cell) {
    const leave = { Enter: [1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[event.key];
    if (leave) { composed(true); move(cell, ...leave); event.preventDefault(); }
    if (event.key === "Escape") { composed(false); event.stopPropagation(); }
  }

  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
  body.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-name]");
    if (!cell || event.target !== cell) return;
    if (event.isComposing || event.keyCode === 229) { if (!listed(cell)) compose(cell); return; }
    if (composing) { inComposed(event, cell); return; }
    if (moves[event.key]) { move(cell, ...moves[event.key]); event.preventDefault(); }
    else if (event.key === "F2") { edit(cell); event.preventDefault(); }
    else if (event.key === "Delete" || event.key === "Backspace") { put(cell, ""); save(); event.preventDefault(); }
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) { edit(cell, event.key); event.preventDefault(); }
  });
  body.addEventListener("dblclick", (event) => { const cell = event.target.closest("td[data-name]"); if (cell) edit(cell); });
  body.addEventListener("compositionstart", (event) => { if (event.target.matches("td[data-name]") && !listed(event.target)) compose(event.target); });
  body.addEventListener("focusout", (event) => { if (composing?.cell === event.target) composed(true); });
  // Nothing but what is typed, pasted or chosen through the grid may change a cell.
  body.addEventListener("beforeinput", (event) => {
    const cell = event.target.closest("td[data-name]");
    if (event.target !== cell || composing) return;
    if (event.inputType === "insertText" && !listed(cell)) compose(cell); else event.preventDefault();
  });

  document.addEventListener("paste", (event) => {
    let cell = document.activeElement?.closest?.("#grid td[data-name]");
    if (!cell && body.querySelector(".empty-row") && document.activeElement?.matches("body, main")) cell = cellOf(newRow(), names[0]);
    else if (!cell || document.activeElement !== cell) return;
    event.preventDefault();
    const block = clipboard.read(event.clipboardData.getData("text/plain"));
    let row = cell.parentNode;
    const from = names.indexOf(cell.dataset.name);
    block.forEach((texts, down) => {
      if (down) row = row.nextElementSibling ?? newRow();
      texts.forEach((text, right) => { const target = cellOf(row, names[from + right]); if (target) put(target, text); });
    });
    save();
  });

  document.querySelector("[data-grid-add]")?.addEventListener("click", () => cellOf(newRow(), names[0]).focus());
  document.querySelector("[data-grid-delete]")?.addEventListener("click", async () => {
    const rows = [...body.querySelectorAll("th input:checked")].map((box) => box.closest("tr"));
    if (!rows.length) { say(tell("none"), "▲"); return; }
    const form = new FormData();
    rows.filter((row) => row.dataset.pk !== "0").forEach((row) => form.append("row", row.dataset.pk));
    const answer = await fetch(grid.dataset.delete, { method: "POST", headers: { "X-CSRFToken": token() }, body: form });
    if (!answer.ok) { say((await answer.json()).problem, "●"); return; }
    rows.forEach((row) => { pending.delete(row); row.remove(); });
    keepDraft();
    say(tell("deleted", { n: rows.length }), "■");
  });

  body.querySelectorAll("td[data-name]").forEach(openToTyping);
  setInterval(save, 30000);
  addEventListener("online", save);
  restoreDraft();
});
