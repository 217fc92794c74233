// The rows of a grid apart from how they are drawn: what was changed and is not yet saved, the draft in the browser that an
// ended log-in does not lose, saving, and the steps that can be taken back. ``view`` draws, asks and tells.
"use strict";

class Sheet {
  constructor({ config, view, tell }) {
    Object.assign(this, { config, view, tell });
    this.byId = new Map();
    this.rows = config.rows.map((row) => this.row(...row));
    this.pending = new Map(); // row → {attribute: [text when begun, text now]}
    this.done = [];
    this.undone = [];
    this.saving = null;
    this.draftKey = `jiheng:${config.draft}`;
  }

  row(pk = 0, position = 0, texts = {}, faults = {}, what = "", hint = "", waiting = []) {
    const id = this.byId.size + 1;
    const made = { id, index: 0, pk, position, texts: { ...texts }, faults, what, hint, waiting, unsaved: new Set(), ticked: false, fresh: !pk };
    this.byId.set(id, made);
    return made;
  }

  get rows() { return this.listed; }

  set rows(rows) {
    this.listed = rows;
    rows.forEach((row, index) => { row.index = index; });
  }

  text(row, name) { return row.texts[name] ?? ""; }

  add(count = 1) {
    const added = Array.from({ length: count }, () => this.row());
    this.rows = [...this.rows, ...added];
    return added;
  }

  // One step of the person: every cell in it is saved, and taken back, together.
  write(edits) {
    const changed = edits
      .map(({ row, name, text }) => ({ row, name, before: this.text(row, name), after: text }))
      .filter(({ before, after }) => before !== after);
    if (!changed.length) return this.save();
    changed.forEach((edit) => this.put(edit, edit.before, edit.after));
    this.keepDraft();
    const added = [...new Set(changed.map(({ row }) => row))].filter(({ fresh }) => fresh);
    added.forEach((row) => { row.fresh = false; });
    this.done.push({ edits: changed, added, removed: [] });
    this.undone = [];
    this.view.draw();
    return this.save();
  }

  put({ row, name }, before, after) {
    this.note(row, name, before, after);
    row.texts[name] = after;
    if (row.waiting.length) { row.waiting = []; row.texts.origin = this.config.own; } // as the site does: who changes it has looked at it
  }

  note(row, name, before, after) {
    const cells = this.pending.get(row) ?? {};
    const begun = cells[name] ? cells[name][0] : before;
    cells[name] = [begun, after];
    if (begun === after) delete cells[name];
    if (Object.keys(cells).length) this.pending.set(row, cells); else this.pending.delete(row);
    row.unsaved.add(name);
  }

  keepDraft() {
    const rows = [...this.pending].map(([{ pk }, cells]) => ({ pk, cells }));
    if (rows.length) localStorage.setItem(this.draftKey, JSON.stringify(rows)); else localStorage.removeItem(this.draftKey);
  }

  restoreDraft() {
    const kept = JSON.parse(localStorage.getItem(this.draftKey) ?? "[]");
    const known = new Map(this.rows.map((row) => [row.pk, row]));
    kept.forEach(({ pk, cells }) => {
      const row = (pk && known.get(pk)) || this.add()[0];
      Object.entries(cells).forEach(([name, [before, after]]) => this.put({ row, name }, before, after));
    });
    if (kept.length) { this.view.say(this.tell("restored"), "▲"); this.view.rebuild(); this.save(); }
  }

  save() {
    if (this.saving) return this.saving.then(() => this.save());
    if (!this.pending.size) return Promise.resolve();
    this.saving = this.send().finally(() => { this.saving = null; });
    return this.saving;
  }

  async send() {
    const sent = [...this.pending];
    this.pending.clear();
    this.view.say(this.tell("saving"));
    try {
      const answer = await this.post(this.config.save, { changes: sent.map(([{ pk }, cells]) => ({ pk, cells })) });
      sent.forEach(([row], index) => { row.pk = answer.rows[index]; });
      this.keepDraft();
      this.take(answer);
    } catch (problem) {
      sent.forEach(([row, cells]) => this.pending.set(row, { ...cells, ...(this.pending.get(row) ?? {}) }));
      this.keepDraft();
      this.fail(problem);
    }
  }

  async post(address, content) {
    const form = content instanceof FormData;
    const kind = form ? {} : { "Content-Type": "application/json" };
    const answer = await fetch(address, {
      method: "POST",
      redirect: "manual",
      headers: { ...kind, "X-CSRFToken": this.view.token() },
      body: form ? content : JSON.stringify(content),
    });
    if (answer.status === 409) throw Object.assign(new Error((await answer.json()).problem), { refused: true });
    if (!answer.ok) throw new Error(this.tell("ended"));
    return answer.json();
  }

  fail(problem) {
    this.view.say(this.tell("failed", { why: problem instanceof TypeError ? this.tell("offline") : problem.message }), "●");
  }

  // What the server says after a saving: where it met another's change, and what is wrong in the whole table now.
  take({ conflicts, faults, count }) {
    const known = new Map(this.rows.map((row) => [row.pk, row]));
    this.rows.forEach((row) => { row.faults = {}; row.unsaved = new Set(Object.keys(this.pending.get(row) ?? {})); });
    faults.forEach(({ pk, name, text }) => { const row = known.get(pk); if (row) row.faults[name] = text; });
    (conflicts ?? []).forEach((met) => this.view.conflict({ ...met, row: known.get(met.pk) }));
    this.view.draw();
    document.body.dispatchEvent(new Event("grid:saved"));
    const time = new Date().toLocaleTimeString("zh-CN", { hour12: false });
    this.view.say(count ? this.tell("faults", { n: count }) : this.tell("saved", { time }), count ? "●" : "■");
  }

  async remove(rows) {
    await this.save();
    try {
      const kept = rows.filter(({ pk }) => pk);
      const form = new FormData();
      kept.forEach(({ pk }) => form.append("row", pk));
      const answer = await this.post(this.config.delete, form);
      rows.forEach((row) => this.pending.delete(row));
      this.keepDraft();
      this.leave(rows);
      if (kept.length) { this.done.push({ edits: [], added: [], removed: kept }); this.undone = []; }
      this.take(answer);
      this.view.say(this.tell("deleted", { n: rows.length }), "■");
    } catch (problem) { this.fail(problem); }
  }

  leave(rows) {
    const gone = new Set(rows);
    this.rows = this.rows.filter((row) => !gone.has(row));
    this.view.rebuild();
  }

  // Send a step forwards or backwards: cells that change, rows that go (as they are known here), rows that come (as they were).
  async step(way, { edits, go, come }, forwards) {
    const cells = new Map();
    edits.forEach(({ row, name, before, after }) => {
      cells.set(row, { ...(cells.get(row) ?? {}), [name]: forwards ? [before, after] : [after, before] });
    });
    const answer = await this.post(this.config.step, {
      way,
      changes: [...cells].map(([{ pk }, each]) => ({ pk, cells: each })),
      removed: go.map(({ pk, texts }) => ({ pk, cells: texts })),
      restored: come.map(({ position, texts }) => ({ position, cells: texts })),
    });
    come.forEach((row, index) => { row.pk = answer.restored[index]; });
    return answer;
  }

  undo() { return this.retrace("undo", this.done, this.undone, false); }
  redo() { return this.retrace("redo", this.undone, this.done, true); }

  async retrace(way, from, to, forwards) {
    await this.save();
    const step = from.at(-1);
    if (!step) { this.view.say(this.tell(`no-${way}`), "▲"); return; }
    if (this.pending.size) { this.unsave(way, step); return; }
    from.pop();
    const [go, come] = forwards ? [step.removed, step.added] : [step.added, step.removed];
    const edits = step.edits.filter(({ row }) => !step.added.includes(row));
    try {
      const answer = await this.step(way, { edits, go, come }, forwards);
      edits.forEach(({ row, name, before, after }) => { row.texts[name] = forwards ? after : before; });
      to.push(step);
      this.comeBack(come);
      this.leave(go);
      this.take(answer);
      this.view.say(this.tell(way), "■");
    } catch (problem) {
      if (!problem.refused) from.push(step);
      this.fail(problem);
    }
  }

  // What the server refused to save is taken back here alone.
  unsave(way, step) {
    const mine = step.edits.filter(({ row, name }) => name in (this.pending.get(row) ?? {}));
    if (way === "redo" || mine.length < step.edits.length || !mine.length) { this.view.say(this.tell("unsaved"), "▲"); return; }
    this.done.pop();
    mine.forEach((edit) => this.put(edit, edit.after, edit.before));
    step.added.forEach((row) => this.pending.delete(row));
    this.keepDraft();
    this.leave(step.added);
    this.view.say(this.tell("undo"), "■");
    this.save();
  }

  comeBack(rows) {
    const place = ({ position, id }) => [position || Infinity, id];
    this.rows = [...this.rows, ...rows].sort((one, other) => {
      const [[first, id], [second, otherId]] = [place(one), place(other)];
      return first === second ? id - otherId : first - second;
    });
  }
}
