// The register as a sheet: cells by keyboard, several rows at once. Without it, the form of an entry does the same.
"use strict";

(() => {
  const table = document.querySelector("[data-grid]");
  if (!table || window.matchMedia("(max-width: 600px)").matches) { return; }
  const words = document.querySelector("[data-cell-words]").dataset;
  const columns = [...table.querySelectorAll("col")].map((col) => ({
    field: col.dataset.field, kind: col.dataset.kind, choices: JSON.parse(col.dataset.choices || "[]"),
  }));
  const token = document.querySelector("#many [name=csrfmiddlewaretoken]").value;
  const said = document.querySelector("[data-said]");
  const takeBack = document.querySelector("[data-take-back]");
  const columnOf = (cell) => columns[cell.cellIndex];
  const entryOf = (cell) => cell.closest("tr").dataset.entry;
  const rows = () => [...table.tBodies[0].rows];
  const say = (text) => { said.textContent = ""; said.textContent = text; said.title = text; };

  // --- moving ---------------------------------------------------------------------------------
  const FIRST = 1; // before it stands the tick
  const prepare = (row) => {
    for (const cell of [...row.cells].slice(FIRST)) {
      cell.tabIndex = -1;
      if (!columnOf(cell).field) { cell.setAttribute("aria-readonly", "true"); }
    }
  };
  table.setAttribute("role", "grid");
  table.setAttribute("aria-describedby", "grid-keys");
  rows().forEach(prepare);
  let current = rows()[0].cells[FIRST];
  current.tabIndex = 0;

  const go = (cell) => {
    if (!cell) { return; }
    current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const beside = (cell, down, right) => {
    const row = rows()[rows().indexOf(cell.closest("tr")) + down];
    const at = cell.cellIndex + right;
    return row && at >= FIRST ? row.cells[at] : null;
  };
  const nextToWrite = (cell, step) => {
    const all = rows().flatMap((row) => [...row.cells].slice(FIRST).filter((one) => columnOf(one).field));
    return all[all.indexOf(cell) + step];
  };

  // --- a cell becomes a field --------------------------------------------------------------------
  let open = null;
  const rawOf = (cell) => cell.dataset.value ?? (["choice", "many", "number"].includes(columnOf(cell).kind) ? "" : textOf(cell));
  const textOf = (cell) => {
    const shown = cell.querySelector(".long, a");
    return (shown || cell).textContent.trim();
  };
  const valuesOf = (field) => field.matches("fieldset")
    ? [...field.querySelectorAll("input:checked")].map((input) => input.value)
    : [field.value.trim()];

  const build = {
    choice: (column, value) => {
      const field = document.createElement("select");
      field.append(...column.choices.map(([key, label]) => new Option(label, key, false, key === value)));
      return field;
    },
    many: (column, value) => {
      const field = document.createElement("fieldset");
      const chosen = value.split(" ");
      for (const [key, label] of column.choices) {
        const line = document.createElement("label");
        const input = Object.assign(document.createElement("input"), { type: "checkbox", value: key, checked: chosen.includes(key), className: "form-check-input" });
        line.append(input, label);
        field.append(line);
      }
      return field;
    },
    long: (_column, value) => Object.assign(document.createElement("textarea"), { value }),
    text: (_column, value) => Object.assign(document.createElement("input"), { type: "text", value }),
    number: (_column, value) => Object.assign(document.createElement("input"), { type: "text", inputMode: "decimal", value }),
  };
  const decimal = new Intl.NumberFormat(document.documentElement.lang).format(1.5)[1];

  const edit = (cell, { key = null, byPointer = false, value = null } = {}) => {
    const column = columnOf(cell);
    if (!column.field || cell.classList.contains("is-saving")) { return; }
    if (open) { leave(true); }
    cell.querySelector(".cell-note")?.remove();
    const before = rawOf(cell);
    const begins = value ?? cell.dataset.typed ?? (column.kind === "number" ? before.replace(".", decimal) : before);
    delete cell.dataset.typed;
    const box = Object.assign(document.createElement("div"), { className: "cell-field" });
    const field = build[column.kind](column, begins);
    const heading = table.tHead.rows[0].cells[cell.cellIndex].textContent.trim();
    field.setAttribute("aria-label", `${heading}, ${textOf(cell.closest("tr").querySelector("th"))}`);
    box.append(field);
    cell.append(box);
    cell.classList.add("is-open");
    cell.classList.remove("is-wrong");
    open = { cell, field, before, byPointer };
    const first = field.matches("fieldset") ? field.querySelector("input") : field;
    first.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (key !== null) { begin(field, key); } else if (field.select && !byPointer) { field.select(); }
    if (byPointer && field.showPicker && field.matches("select")) { try { field.showPicker(); } catch { /* it stands there closed */ } }
  };

  // What was typed on the cell itself goes into its field.
  const begin = (field, key) => {
    if (field.matches("fieldset")) { return; }
    if (!field.matches("select")) { field.value = key; return; }
    const found = [...field.options].find((option) => option.text.toLowerCase().startsWith(key.toLowerCase()));
    if (found) { found.selected = true; }
  };

  const close = () => {
    const { cell } = open;
    open = null;
    cell.querySelector(".cell-field").remove();
    cell.classList.remove("is-open", "is-wrong");
    return cell;
  };

  // Save what is open, when it is something else than what stood there.
  const leave = (keep) => {
    const { field, before } = open;
    const values = valuesOf(field);
    const number = columnOf(open.cell).kind === "number" ? values.map((one) => one.replace(",", ".")) : values;
    const cell = close();
    if (keep && number.join(" ") !== before) { save(cell, values, before); }
    return cell;
  };

  // --- saving, one after another -------------------------------------------------------------------
  let queue = Promise.resolve();
  const send = (address, data) => fetch(address, {
    method: "POST", body: data, headers: { "X-CSRFToken": token, Accept: "application/json" }, redirect: "error",
  });
  const show = (drawn) => {
    for (const [entry, html] of Object.entries(drawn)) {
      const row = table.querySelector(`tr[data-entry="${CSS.escape(entry)}"]`);
      if (!row) { continue; }
      const holder = document.createElement("template");
      holder.innerHTML = html;
      [...holder.content.firstElementChild.cells].forEach((cell, at) => {
        const old = row.cells[at];
        if (at < FIRST || old.classList.contains("is-open") || old.classList.contains("is-saving")) { return; }
        old.innerHTML = cell.innerHTML;
        for (const name of ["data-value", "data-label"]) {
          if (cell.hasAttribute(name)) { old.setAttribute(name, cell.getAttribute(name)); } else { old.removeAttribute(name); }
        }
      });
    }
  };

  const shownAs = (cell, values) => {
    const column = columnOf(cell);
    const labels = new Map(column.choices);
    return values.map((one) => labels.get(one) ?? one).join(", ");
  };

  const save = (cell, values, before) => {
    const data = new FormData();
    data.set("field", columnOf(cell).field);
    data.set("before", before);
    data.set("columns", table.dataset.columns);
    values.forEach((value) => data.append("value", value));
    cell.classList.add("is-saving");
    if (!cell.querySelector("a")) { cell.textContent = shownAs(cell, values); }
    queue = queue.then(async () => {
      let answer, found;
      try {
        answer = await send(table.dataset.cells.replace("/0/", `/${entryOf(cell)}/`), data);
        found = answer.ok || [409, 422].includes(answer.status) ? await answer.json() : { error: words.refused };
      } catch { found = { error: words.lost }; }
      cell.classList.remove("is-saving");
      if (found.rows) { done(found); } else { put(cell, before); (found.theirs === undefined ? wrong : conflict)(cell, values, found); }
    });
  };

  const done = ({ rows: drawn, change, said: text }) => {
    show(drawn);
    if (change) { remember(change); }
    say(text);
  };

  // What stood there before comes back, with the problem below it; what was typed is not lost.
  const put = (cell, before) => {
    if (cell.querySelector("a")) { return; }
    cell.textContent = shownAs(cell, columnOf(cell).kind === "many" ? before.split(" ").filter(Boolean) : [before]);
    if (before && ["choice", "many", "number"].includes(columnOf(cell).kind)) { cell.dataset.value = before; }
  };
  const note = (cell, name, text) => {
    const made = document.querySelector(`[data-cell-${name}]`).content.firstElementChild.cloneNode(true);
    made.querySelector("[data-note]").textContent = text;
    cell.classList.add("is-wrong");
    cell.querySelector(".cell-note")?.remove();
    return made;
  };
  const wrong = (cell, values, { error }) => {
    const made = note(cell, "note", error);
    say(error);
    cell.dataset.typed = values.join(" ");
    if (open) { cell.classList.add("is-open"); cell.append(made); return; }
    edit(cell);
    cell.classList.add("is-wrong");
    cell.querySelector(".cell-field").append(made);
  };
  const conflict = (cell, values, { theirs, said: text }) => {
    const made = note(cell, "conflict", text);
    made.querySelector("[data-mine-words]").textContent = shownAs(cell, values) || words.empty;
    const finish = (chosen) => {
      made.remove();
      cell.classList.remove("is-wrong", "is-open");
      go(cell);
      save(cell, chosen, theirs);
    };
    made.querySelector("[data-mine]").addEventListener("click", () => finish(values));
    made.querySelector("[data-theirs]").addEventListener("click", () => finish(columnOf(cell).kind === "many" ? theirs.split(" ").filter(Boolean) : [theirs]));
    cell.classList.add("is-open");
    cell.append(made);
    say(text);
    if (!open) { made.querySelector("[data-mine]").focus(); }
  };

  // --- taking back ---------------------------------------------------------------------------------
  const KEPT = `schakel-changes ${location.pathname}`;
  let changes = [];
  try { changes = JSON.parse(sessionStorage.getItem(KEPT)) || []; } catch { /* not remembered */ }
  const noteChanges = () => {
    takeBack.hidden = !changes.length;
    try { sessionStorage.setItem(KEPT, JSON.stringify(changes.slice(-50))); } catch { /* not remembered */ }
  };
  const remember = (change) => { changes.push(change); noteChanges(); };
  if (table.dataset.change && !changes.includes(Number(table.dataset.change))) { changes.push(Number(table.dataset.change)); }
  noteChanges();

  const undo = () => {
    if (!changes.length) { return; }
    const data = new FormData();
    data.set("columns", table.dataset.columns);
    const change = changes.pop();
    noteChanges();
    queue = queue.then(async () => {
      try {
        const answer = await send(table.dataset.takeBacks.replace("/0/", `/${change}/`), data);
        const found = answer.ok || answer.status === 422 ? await answer.json() : { said: words.refused };
        if (found.rows) { show(found.rows); }
        say(found.said || found.error);
        document.querySelector(".notice [action*='/changes/']")?.closest(".notice").remove();
      } catch { remember(change); say(words.lost); }
    });
  };
  takeBack.addEventListener("click", undo);

  // --- keys and clicks -------------------------------------------------------------------------------
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const inField = (event) => {
    const key = event.key;
    const isLine = key === "Enter" && (event.shiftKey || event.altKey);
    if (isLine || !["Escape", "Enter", "Tab"].includes(key)) { return; }
    event.preventDefault();
    event.stopPropagation();
    const cell = leave(key !== "Escape");
    if (key === "Escape") { go(cell); }
    if (key === "Enter") { go(beside(cell, 1, 0) || cell); }
    if (key === "Tab") { go(nextToWrite(cell, event.shiftKey ? -1 : 1) || cell); }
  };
  const onCell = (event, cell) => {
    const { key } = event;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const writes = Boolean(columnOf(cell).field);
    if (MOVES[key] && plain) { go(beside(cell, ...MOVES[key])); }
    else if (key === "Home" || key === "End") { go(key === "Home" ? cell.parentElement.cells[FIRST] : cell.parentElement.lastElementChild); }
    else if (key === " " && event.shiftKey) { cell.closest("tr").querySelector("[name=entry]").click(); }
    else if (!writes || !plain) { return; }
    else if (key === "Enter" || key === "F2") { edit(cell); }
    else if (key === "Delete" || key === "Backspace") { edit(cell, { key: "" }); }
    else if (key.length === 1) { edit(cell, { key }); }
    else { return; }
    event.preventDefault();
    event.stopPropagation();
  };
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (!cell) { return; }
    if (open && open.cell === cell && event.target.closest(".cell-field")) { inField(event); }
    else if (event.target === cell) { onCell(event, cell); }
    else if (MOVES[event.key] && event.target.matches("a")) { event.preventDefault(); go(beside(cell, ...MOVES[event.key])); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) { return; }
    if (open || event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")) { return; }
    event.preventDefault();
    undo();
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (!cell || cell.cellIndex < FIRST || event.target.closest("a, button, .cell-field, .cell-note")) { return; }
    go(cell);
    edit(cell, { byPointer: true });
  });
  // Chosen by mouse, a choice is saved at once; leaving a field saves it.
  table.addEventListener("change", (event) => {
    if (open && open.byPointer && event.target === open.field && open.field.matches("select")) { go(leave(true)); }
  });
  table.addEventListener("focusout", () => setTimeout(() => {
    if (open && document.hasFocus() && !open.cell.querySelector(".cell-field").contains(document.activeElement)) { leave(true); }
  }));

  // --- several rows ------------------------------------------------------------------------------------
  const many = document.getElementById("many");
  const all = many.elements.all;
  const tickAll = table.querySelector("[data-tick-all]");
  const ticks = [...table.querySelectorAll("[name=entry]")];
  const refresh = () => {
    const count = ticks.filter((tick) => tick.checked).length;
    many.classList.add("is-live");
    many.hidden = !count && !all.checked;
    many.querySelector("[data-ticked]").textContent = count;
    tickAll.checked = count === ticks.length;
    tickAll.indeterminate = count > 0 && count < ticks.length;
    for (const value of many.querySelectorAll("[data-value-of]")) {
      value.classList.toggle("is-chosen", value.dataset.valueOf === many.elements.field.value);
    }
  };
  tickAll.hidden = false;
  tickAll.addEventListener("change", () => { for (const tick of ticks) { tick.checked = tickAll.checked; } refresh(); });
  table.addEventListener("change", (event) => { if (ticks.includes(event.target)) { refresh(); } });
  many.addEventListener("change", refresh);
  window.addEventListener("pageshow", refresh);
  refresh();
})();
