// The matrix: a name dragged to another field is noted there. Everything goes through the page's own form.
"use strict";

(() => {
  const svg = document.querySelector("[data-matrix]");
  const form = document.querySelector("[data-matrix-form]");
  if (!svg || !form) { return; }
  const FAR = 6; // pixels before a press becomes a drag
  let held = null;
  let dragged = false;

  const fieldAt = (event) => document.elementsFromPoint(event.clientX, event.clientY)
    .map((element) => element.closest(".matrix-field")).find(Boolean) || null;

  const toDrawing = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return { x: point.x, y: point.y };
  };

  const mark = (field) => {
    for (const one of svg.querySelectorAll(".is-over")) { one.classList.remove("is-over"); }
    if (field) { field.classList.add("is-over"); }
  };

  const letGo = () => {
    if (held && held.moved) { held.entry.setAttribute("transform", held.place); }
    if (held) { held.entry.classList.remove("is-held"); }
    mark(null);
    held = null;
  };

  svg.addEventListener("pointerdown", (event) => {
    const entry = event.target.closest("[data-entry]");
    if (!entry || event.button !== 0) { return; }
    dragged = false;
    held = { entry, from: toDrawing(event), x: event.clientX, y: event.clientY, place: entry.getAttribute("transform"), moved: false };
  });

  svg.addEventListener("pointermove", (event) => {
    if (!held) { return; }
    if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) { return; }
    if (!held.moved) {
      held.moved = true;
      held.entry.classList.add("is-held");
      svg.setPointerCapture(event.pointerId);
    }
    const at = toDrawing(event);
    held.entry.setAttribute("transform", `${held.place} translate(${at.x - held.from.x} ${at.y - held.from.y})`);
    mark(fieldAt(event));
  });

  svg.addEventListener("pointerup", (event) => {
    if (!held || !held.moved) { held = null; return; }
    dragged = true;
    const field = fieldAt(event);
    const id = held.entry.dataset.entry;
    letGo();
    if (!field) { return; }
    form.elements.stakeholder.value = id;
    form.elements.influence.value = field.dataset.influence;
    form.elements.interest.value = field.dataset.interest;
    form.requestSubmit();
  });

  svg.addEventListener("pointercancel", letGo);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { letGo(); } });
  // What ends a drag is no click on the link of a name.
  svg.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); dragged = false; } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
})();
