// 核查: selecting a mark in the text shows its finding or sum beside it, and the other way round.
"use strict";

(() => {
  const chosen = () => document.querySelectorAll(".chosen");

  function choose(keys, into) {
    chosen().forEach((each) => each.classList.remove("chosen"));
    const marks = keys.flatMap((key) => [...document.querySelectorAll(`[data-keys~="${CSS.escape(key)}"]`)]);
    const lines = keys.flatMap((key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)]);
    [...marks, ...lines].forEach((each) => each.classList.add("chosen"));
    (into === "text" ? marks : lines)[0]?.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", ({ target }) => {
    const line = target.closest("[data-pair]");
    const mark = target.closest("[data-keys]");
    if (line) choose([line.dataset.pair], "text");
    else if (mark) choose(mark.dataset.keys.split(" "), "list");
  });

  // A mark is reached and opened by the keyboard as by the mouse; nothing depends on it, so that is added here.
  document.addEventListener("DOMContentLoaded", () => {
    for (const mark of document.querySelectorAll("[data-keys]")) {
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
    }
  });
  document.addEventListener("keydown", (event) => {
    const mark = event.target.closest("[data-keys]");
    if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    choose(mark.dataset.keys.split(" "), "list");
  });
})();
