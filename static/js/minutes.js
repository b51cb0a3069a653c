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

  // Others write too: every few seconds the page asks what changed, and who is in which line.
  const rows = document.getElementById("rows");
  if (!rows) { return; }
  const EVERY = 4000;
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const rowOf = (number) => document.getElementById(`row-${number}`);
  const versionOf = (row) => row.querySelector("input[name$='-version']").value;
  const inHand = (row) => row.contains(document.activeElement) || row.dataset.unsaved || row.classList.contains("is-conflict");
  let stopped = false;

  async function fresh(address) {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "error" });
    if (!answer.ok) { throw new Error(answer.statusText); }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return document.importNode(page.querySelector(".minutes-row"), true);
  }

  function place(row, after) {
    if (after) { after.after(row); } else { rows.prepend(row); }
    htmx.process(row);
  }

  async function follow(wanted) {
    let before = null;
    for (const [number, version] of wanted) {
      const row = rowOf(number);
      if (!row) {
        const one = rows.querySelector(".minutes-row");
        const made = await fresh(one.dataset.fresh.replace(/\d+\/$/, `${number}/`));
        place(made, before);
      } else if (Number(versionOf(row)) < version && !inHand(row)) {
        const made = await fresh(row.dataset.fresh);
        if (!inHand(row)) { row.replaceWith(made); htmx.process(made); }
      }
      before = rowOf(number);
    }
    const there = new Set(wanted.map(([number]) => `row-${number}`));
    rows.querySelectorAll(".minutes-row").forEach((row) => { if (!there.has(row.id) && !inHand(row)) { row.remove(); } });
  }

  function tell(writing) {
    rows.querySelectorAll(".minutes-row").forEach((row) => {
      const sign = row.querySelector(".writing");
      const names = writing[row.dataset.row] || [];
      sign.hidden = !names.length;
      sign.textContent = names.length ? `${sign.dataset.words} ${names.join(", ")}` : "";
      row.classList.toggle("is-written-in", names.length > 0);
    });
  }

  async function ask() {
    if (stopped || document.hidden) { return; }
    const at = document.activeElement.closest && document.activeElement.closest(".minutes-row");
    const body = new URLSearchParams({ at: at ? at.dataset.row : "" });
    try {
      const answer = await fetch(rows.dataset.now, {
        method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, redirect: "error",
      });
      if (answer.status === 404) { stopped = true; document.getElementById("minutes-gone").hidden = false; return; }
      if (!answer.ok) { return; }
      const now = await answer.json();
      tell(now.writing);
      await follow(now.rows);
    } catch { /* no connection: drafts.js keeps what is typed, and this asks again */ }
  }

  rows.addEventListener("focusin", ask);
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, EVERY);
  ask();
})();
