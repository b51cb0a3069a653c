// Writing minutes: each line saves itself (rows.js); here is what helps with names.
"use strict";

(() => {
  // Several names with commas: what stands before the last comma goes along with each proposal.
  const names = document.getElementById("names");
  const known = names ? [...names.options].map((option) => option.value) : [];
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-names]")) { return; }
    const before = event.target.value.includes(",") ? event.target.value.replace(/,[^,]*$/, ", ") : "";
    names.replaceChildren(...known.map((name) => new Option("", before + name)));
  });
})();
