// Behaviour that every page shares: the elder switch, the drawer, and htmx's token.
"use strict";

document.addEventListener("click", (event) => {
  const elder = event.target.closest("[data-elder]");
  if (elder) {
    const on = document.documentElement.classList.toggle("elder");
    elder.setAttribute("aria-pressed", String(on));
    document.cookie = `elder=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
  }
  if (event.target.closest("[data-close-drawer]")) closeDrawer();
});

document.addEventListener("change", (event) => {
  const name = event.target.dataset?.tickAll;
  if (!name) return;
  for (const box of event.target.form.elements) {
    if (box.type === "checkbox" && box.name === name) box.checked = event.target.checked;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeDrawer();
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "drawer") {
    const drawer = event.detail.target;
    drawer.hidden = false;
    drawer.querySelector("h2, button")?.focus();
  }
});

function closeDrawer() {
  const drawer = document.getElementById("drawer");
  if (drawer && !drawer.hidden) {
    drawer.hidden = true;
    drawer.replaceChildren();
    document.querySelector("[aria-selected=true]")?.focus();
  }
}
