// The reviewer's keys: j and k to the next and the previous form, a approves (pressed twice), r to the reason of a return.
"use strict";

(() => {
  const TYPING = "input, textarea, select, [contenteditable]";
  const SECONDS = 4;
  let armed = 0;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPING)) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (event.key === "a") approve(target);
    else if (event.key === "r") target.focus();
    else target.click();
  });

  function approve(button) {
    if (Date.now() - armed < SECONDS * 1000) {
      button.click();
      return;
    }
    armed = Date.now();
    button.focus();
    const status = document.getElementById("kept");
    if (status) status.textContent = button.dataset.again;
  }

  const text = () => document.getElementById("text");

  function redraft() {
    const drafted = document.getElementById("drafted");
    if (!text() || !drafted) return;
    text().value = drafted.content.textContent;
    text().dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-redraft]")) redraft();
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).innerText).then(() => { copy.textContent = copy.dataset.done; });
  });

  // A draft that nobody has touched follows the scores; one's own words are never overwritten.
  document.addEventListener("input", (event) => {
    if (event.target === text()) text().dataset.kept = "1";
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const drafted = document.getElementById("drafted");
    if (event.detail.target.id === "ground" && text() && !text().dataset.kept && drafted) text().value = drafted.content.textContent;
  });
})();
