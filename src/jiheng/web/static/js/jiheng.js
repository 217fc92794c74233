// Behaviour that every page shares: the elder switch, the drawer, and htmx's token.
"use strict";

document.addEventListener("click", (event) => {
  const elder = event.target.closest("[data-elder]");
  if (elder) {
    const on = document.documentElement.classList.toggle("elder");
    for (const each of document.querySelectorAll("[data-elder]")) each.setAttribute("aria-pressed", String(on));
    dispatchEvent(new Event("elder"));
    document.cookie = `elder=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
  }
  if (event.target.closest("[data-close-drawer]")) closeDrawer();
  if (event.target.closest("[data-print]")) print();
});

document.addEventListener("change", (event) => {
  const name = event.target.dataset?.tickAll;
  if (!name) return;
  for (const box of event.target.form.elements) {
    if (box.type === "checkbox" && box.name === name) box.checked = event.target.checked;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !closeMenus(event.target)) closeDrawer();
});

// The menus of the top bar and what the search box found: closed by Escape, by a click elsewhere, and when another opens.
const openMenus = () => [...document.querySelectorAll(".top details[open]")];
const hits = () => document.getElementById("search-hits");

function closeMenus(focused) {
  const open = openMenus();
  const found = hits() && !hits().hidden;
  for (const menu of open) menu.open = false;
  if (found) hits().hidden = true;
  const back = open.find((menu) => menu.contains(focused))?.querySelector("summary");
  (back ?? (found && hits().parentNode.contains(focused) ? document.getElementById("search-words") : null))?.focus();
  return open.length > 0 || found;
}

document.addEventListener("click", ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
  if (hits() && !hits().parentNode.contains(target)) hits().hidden = true;
});

document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  if (target.id === "search-hits") target.hidden = !target.childElementCount;
  if (target.matches(".switch .menu-body")) target.querySelector("input, [aria-current], a")?.focus();
});

// Arrows go through the lines of a list that a box narrows; "/" goes to the search box from wherever nothing is typed.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const box = event.target.closest(".switch .menu-body, .search");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (box && step) {
    const stops = [...box.querySelectorAll("input:not([type=hidden]), a")].filter((each) => each.checkVisibility());
    const next = stops[stops.indexOf(event.target) + step];
    if (next) { event.preventDefault(); next.focus(); }
  }
  if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
    const words = document.getElementById("search-words");
    if (!words?.checkVisibility()) return;
    event.preventDefault();
    words.select();
    words.focus();
  }
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});

// Shown once htmx listens to what was put in: nothing typed or restored before that would be saved.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "drawer") {
    const drawer = event.detail.target;
    drawer.hidden = false;
    restoreDrafts(drawer);
    drawer.querySelector("h2, button")?.focus();
  }
});

// A form with data-draft-form keeps what is typed in the browser until the server says that it is saved.
const draftOf = (form) => `jiheng:form:${form.dataset.draftForm}`;
const typedFields = (form) => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "file");

document.addEventListener("input", ({ target }) => {
  const form = target.form?.closest("[data-draft-form]");
  if (!form) return;
  const typed = Object.fromEntries(typedFields(form).map((field) => [field.name, field.value]));
  localStorage.setItem(draftOf(form), JSON.stringify(typed));
});

document.addEventListener("draft-saved", ({ target }) => {
  const form = target.closest("[data-draft-form]");
  if (form) localStorage.removeItem(draftOf(form));
});

function restoreDrafts(within) {
  within.querySelectorAll("[data-draft-form]").forEach((form) => {
    const kept = JSON.parse(localStorage.getItem(draftOf(form)) ?? "{}");
    const changed = typedFields(form).filter((field) => field.name in kept && kept[field.name] !== field.value);
    changed.forEach((field) => { field.value = kept[field.name]; });
    changed[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// A part of the page is never a page: who must log in again, or owes the account something first, is told so here.
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => refusedPart(xhr.status, xhr.getResponseHeader("X-Owed")));

function refusedPart(status, owed) {
  if (status === 401 || status === 403) announce("ended");
  if (status === 428 && owed !== location.pathname) announce("owed", owed);
}
// What a proxy before us refuses never reaches our own limits.
document.addEventListener("htmx:responseError", ({ detail }) => { if (detail.xhr.status === 413) announce("large"); });
document.addEventListener("htmx:sendError", () => announce("offline"));

function announce(what, way) {
  const note = document.getElementById("connection-note");
  note.textContent = note.dataset[what];
  if (way) {
    const link = Object.assign(document.createElement("a"), { href: way, target: "_blank", textContent: note.dataset.way });
    note.append(" ", link);
  }
  note.hidden = false;
}

// Whoever has no mouse must be able to scroll what is wider than the screen.
function reachScrolled() {
  for (const box of document.querySelectorAll(".scroll")) {
    const hidden = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    if (hidden && !box.querySelector("a, button, input, select, textarea, summary, [tabindex]")) box.tabIndex = 0;
  }
}
for (const moment of ["DOMContentLoaded", "htmx:afterSettle"]) document.addEventListener(moment, reachScrolled);
addEventListener("resize", reachScrolled);

function closeDrawer() {
  const drawer = document.getElementById("drawer");
  if (drawer && !drawer.hidden) {
    drawer.hidden = true;
    drawer.replaceChildren();
    document.querySelector("[aria-selected=true]")?.focus();
  }
}
