// An agenda that is being written: lines are dragged to their place, or moved with their arrows, and the times follow
// at once. Nothing is sent before somebody saves; without this script the arrows save and move.
"use strict";
(() => {
  const list = document.querySelector("[data-agenda]");
  if (!list) return;
  const status = document.querySelector("[data-moved]");
  const lines = () => [...list.children].filter((line) => line.id);
  const [hours, minutes] = list.dataset.agenda.split(":").map(Number);
  const two = (number) => String(number).padStart(2, "0");

  function tell() {
    let at = hours * 60 + minutes;
    let planned = 0;
    const all = lines();
    all.forEach((line, place) => {
      line.querySelector("time").textContent = `${two(Math.floor(at / 60) % 24)}:${two(at % 60)}`;
      const takes = Math.max(0, parseInt(line.querySelector("[data-minutes]").value, 10) || 0);
      at += takes;
      planned += takes;
      line.querySelector("button[name=up]").disabled = place === 0;
      line.querySelector("button[name=down]").disabled = place === all.length - 1;
    });
    document.querySelector("[data-planned]").textContent = planned;
    const tooLong = document.querySelector("[data-too-long]");
    if (tooLong) tooLong.hidden = planned <= Number(tooLong.dataset.tooLong);
  }

  function say(line) {
    const all = lines();
    status.textContent = status.dataset.moved
      .replace("%(place)s", all.indexOf(line) + 1)
      .replace("%(number)s", all.length);
  }

  list.addEventListener("input", (event) => {
    if (event.target.matches("[data-minutes]")) tell();
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li");
    if (button.name === "up" && line.previousElementSibling) line.previousElementSibling.before(line);
    if (button.name === "down" && line.nextElementSibling) line.nextElementSibling.after(line);
    tell();
    say(line);
    // Whoever reached the end goes on with the other arrow.
    const next = button.disabled ? line.querySelector("button[name=up]:enabled, button[name=down]:enabled") : button;
    next?.focus();
  });

  let dragged = null;
  for (const grip of list.querySelectorAll("[data-grip]")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      dragged = grip.closest("li");
      dragged.classList.add("is-dragged");
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("pointermove", (event) => {
      if (!dragged) return;
      const others = lines().filter((line) => line !== dragged);
      const below = others.find((line) => {
        const box = line.getBoundingClientRect();
        return event.clientY < box.top + box.height / 2;
      });
      if (below ? below.previousElementSibling !== dragged : others.at(-1)?.nextElementSibling !== dragged) {
        below ? below.before(dragged) : others.at(-1)?.after(dragged);
        // The line moved under the finger: the browser lets go of it otherwise.
        grip.setPointerCapture(event.pointerId);
        tell();
      }
    });
    const drop = () => {
      if (!dragged) return;
      dragged.classList.remove("is-dragged");
      say(dragged);
      dragged = null;
    };
    grip.addEventListener("pointerup", drop);
    grip.addEventListener("pointercancel", drop);
  }
})();
