// Parts of a page that save themselves by htmx (class "saves-itself"): what goes wrong, and leaving too early.
"use strict";

(() => {
  const unsaved = new Set();
  const rowOf = (element) => element.closest && element.closest(".saves-itself");

  // Somebody else saved it as well: the answer holds both texts.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 409) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });

  document.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row) { unsaved.add(row.id); }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const row = rowOf(event.target);
    if (!row) { return; }
    if (event.detail.successful) { unsaved.delete(row.id); return; }
    if (event.detail.xhr.status === 409 || event.detail.xhr.status === 422) { return; } // shown in the row itself
    const status = document.getElementById(`${row.id}-status`);
    status.textContent = status.dataset.offline;
  });

  // The page's own buttons send everything: no need to ask then.
  document.addEventListener("submit", () => unsaved.clear());
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) { event.preventDefault(); } });
})();
