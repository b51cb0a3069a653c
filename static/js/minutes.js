// Writing minutes: each line saves itself (htmx); here is what goes wrong and what helps with names.
"use strict";

(() => {
  const unsaved = new Set();
  const rowOf = (element) => element.closest && element.closest(".minutes-row");

  // Somebody else saved the line as well: the answer holds both texts.
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
    if (event.detail.xhr.status === 409 || event.detail.xhr.status === 422) { return; } // shown in the line itself
    const status = document.getElementById(`${row.id}-status`);
    status.textContent = status.dataset.offline;
  });

  // The page's own buttons send everything: no need to ask then.
  document.addEventListener("submit", () => unsaved.clear());
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) { event.preventDefault(); } });

  // Several names with commas: what stands before the last comma goes along with each proposal.
  const names = document.getElementById("names");
  const known = names ? [...names.options].map((option) => option.value) : [];
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-names]")) { return; }
    const before = event.target.value.includes(",") ? event.target.value.replace(/,[^,]*$/, ", ") : "";
    names.replaceChildren(...known.map((name) => new Option("", before + name)));
  });
})();
