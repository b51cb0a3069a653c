// What was typed and is not saved yet stays in this browser until it is: parts that save themselves (class
// "saves-itself") with data-draft, the name of what they belong to. Kept for a week at most, and put back on opening.
"use strict";

(() => {
  const WEEK = 7 * 24 * 3600 * 1000, AGAIN = 8000;
  const keyOf = (row) => `draft:${row.dataset.draft}:${row.id}`;
  const rowOf = (element) => element.closest && element.closest(".saves-itself[data-draft]");
  const fieldsOf = (row) => [...row.querySelectorAll("input, textarea, select")];

  function read(row) {
    return fieldsOf(row).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
  }

  function keep(row) {
    try { localStorage.setItem(keyOf(row), JSON.stringify({ at: Date.now(), fields: read(row) })); } catch { /* full, or forbidden: saving goes on as ever */ }
  }

  function forget(row) {
    try { localStorage.removeItem(keyOf(row)); } catch { /* as above */ }
  }

  function kept(row) {
    try {
      const found = JSON.parse(localStorage.getItem(keyOf(row)) || "null");
      return found && Date.now() - found.at < WEEK ? found.fields : null;
    } catch { return null; }
  }

  // The fields come back in their order; where a part grew, its new lines are made again.
  function putBack(row, fields) {
    row.querySelectorAll("[data-grows]").forEach((list) => {
      const first = list.querySelector("input").name;
      const wanted = fields.filter(([name]) => name === first).length;
      while (list.querySelectorAll(`[name="${first}"]`).length < wanted) { grow(list); }
    });
    const known = new Map();
    fieldsOf(row).forEach((field) => known.set(field.name, [...(known.get(field.name) || []), field]));
    let changed = false;
    for (const [name, value] of fields) {
      const field = (known.get(name) || []).shift();
      if (!field) { continue; }
      const own = field.type === "checkbox" ? "checked" : "value";
      if (field[own] !== value) { field[own] = value; changed = true; }
    }
    return changed;
  }

  // A list with an empty line at its end: as soon as something is typed there, another empty one follows.
  function grow(list) {
    const last = [...list.children].filter((part) => part.matches("div")).pop();
    const copy = last.cloneNode(true);
    copy.querySelectorAll("input").forEach((field) => { field.value = ""; });
    last.after(copy);
  }

  function send(row) { row.dispatchEvent(new Event("change", { bubbles: true })); }

  document.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (!row) { return; }
    const list = event.target.closest("[data-grows]");
    if (list && event.target.value && event.target.closest("div").matches("div:last-of-type")) { grow(list); }
    row.dataset.unsaved = "typed";
    keep(row);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = rowOf(event.target);
    if (row) { row.dataset.unsaved = "sent"; }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const row = rowOf(event.target);
    // What was typed while it was under way is sent with the next one.
    if (row && event.detail.successful && row.dataset.unsaved !== "typed") { delete row.dataset.unsaved; forget(row); return; }
    if (row && ![409, 422].includes(event.detail.xhr.status) && !event.detail.successful) { row.dataset.unsaved = "typed"; }
  });

  // A button of the page sends what is not saved yet. What nobody touched here stays behind: somebody else may have
  // written in it since.
  const untouched = (row) => !row.dataset.unsaved && !row.classList.contains("is-conflict") && !row.querySelector(".is-invalid");
  document.addEventListener("submit", () => {
    document.querySelectorAll(".saves-itself[data-draft]").forEach((row) => {
      if (untouched(row)) { fieldsOf(row).forEach((field) => { field.disabled = true; }); }
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { document.querySelectorAll(".saves-itself[data-draft] :disabled").forEach((field) => { field.disabled = false; }); }
  });

  function tryAgain() {
    document.querySelectorAll(".saves-itself[data-unsaved='typed']").forEach(send);
  }
  window.addEventListener("online", tryAgain);
  setInterval(() => { if (navigator.onLine) { tryAgain(); } }, AGAIN);

  function tidy() {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => {
        if (!(Date.now() - JSON.parse(localStorage.getItem(key)).at < WEEK)) { localStorage.removeItem(key); }
      });
    } catch { /* nothing can be kept here */ }
  }

  document.addEventListener("DOMContentLoaded", () => {
    tidy();
    document.querySelectorAll(".saves-itself[data-draft]").forEach((row) => {
      const fields = kept(row);
      if (!fields || !putBack(row, fields)) { forget(row); return; }
      const status = document.getElementById(`${row.id}-status`);
      if (status && status.dataset.restored) { status.textContent = status.dataset.restored; }
      row.querySelectorAll("details").forEach((part) => { part.open = true; });
      row.dataset.unsaved = "typed";
      send(row);
    });
  });
})();
