// The narrative editor: names are inserted where the cursor was; what is typed is kept in the browser until it is saved.
"use strict";

let lastText = null;
const draftKey = (text) => `jiheng:narrative:${text.dataset.draft}`;

// As if it were typed, so that Ctrl+Z takes it back; the event "input" follows by itself.
const insert = (text, content) => document.execCommand("insertText", false, content) || text.setRangeText(content, text.selectionStart, text.selectionEnd, "end");

document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[data-draft]")) lastText = event.target;
});

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-draft]")) localStorage.setItem(draftKey(event.target), event.target.value);
  if (event.target.id === "binding-filter") {
    const wanted = event.target.value.trim();
    document.querySelectorAll("[data-insert]").forEach((button) => {
      button.closest("li").hidden = !button.dataset.find.includes(wanted.toLowerCase());
    });
  }
});

// A typed figure becomes the name of the data that says the same.
document.addEventListener("click", (event) => {
  const offer = event.target.closest("[data-bind]");
  if (!offer) return;
  const text = offer.closest(".chapter").querySelector("textarea[data-draft]");
  const changed = text.value.replaceAll(offer.dataset.figure, () => `{{ ${offer.dataset.bind} }}`);
  text.focus();
  text.select();
  insert(text, changed);
  text.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const text = lastText ?? document.querySelector("textarea[data-draft]");
  text.focus();
  insert(text, `{{ ${button.dataset.insert} }}`);
});

document.addEventListener("htmx:afterSettle", (event) => {
  document.querySelectorAll("[data-saved]").forEach((said) => {
    const text = document.getElementById(said.dataset.saved);
    if (text) localStorage.removeItem(draftKey(text));
    delete said.dataset.saved;
  });
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("textarea[data-draft]").forEach((text) => {
    const kept = localStorage.getItem(draftKey(text));
    if (kept === null || kept === text.value) return;
    text.value = kept;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("change", { bubbles: true }));
  });
});
