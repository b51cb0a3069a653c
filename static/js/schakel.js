// What makes pages quicker to work with. Every page works without it.
"use strict";

(() => {
  const KEYS_OFF = "schakel-keys-off";
  const GO_SECONDS = 1.5;

  const store = {
    get: (name) => {
      try { return localStorage.getItem(name); } catch { return null; } // storage may be forbidden
    },
    set: (name, value) => {
      try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* not remembered */ }
    },
  };

  // --- keys ---------------------------------------------------------------------------------
  const keysOn = () => store.get(KEYS_OFF) === null;
  const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]");
  let goUntil = 0;

  const showKeys = () => {
    const dialog = document.getElementById("keys");
    if (dialog && !dialog.open) {
      dialog.querySelector("[data-keys-switch]").checked = keysOn();
      dialog.showModal();
    }
  };

  const pressed = (key) => {
    if (Date.now() < goUntil) {
      goUntil = 0;
      const link = document.querySelector(`a[data-go="${CSS.escape(key)}"]`);
      if (link) { link.click(); }
      return Boolean(link);
    }
    if (key === "g") { goUntil = Date.now() + GO_SECONDS * 1000; return true; }
    if (key === "?") { showKeys(); return true; }
    const search = key === "/" && document.querySelector("[data-search]");
    if (search) { search.focus(); search.select(); return true; }
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { closeDrops(null); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || !keysOn() || typing(event.target)) { return; }
    if (pressed(event.key)) { event.preventDefault(); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) { store.set(KEYS_OFF, event.target.checked ? null : "1"); }
    // A filter is applied as soon as it is chosen; without JavaScript its button does it.
    if (event.target.matches("[data-submits]")) { event.target.form.requestSubmit(); }
  });

  // --- menus that open: one at a time, closed by Escape and by a press elsewhere ---------------
  const closeDrops = (inside) => {
    for (const drop of document.querySelectorAll("details.drop[open]")) {
      if (inside && drop.contains(inside)) { continue; }
      const hadFocus = drop.contains(document.activeElement);
      drop.open = false;
      if (hadFocus && !inside) { drop.querySelector("summary").focus(); }
    }
  };

  document.addEventListener("click", (event) => {
    closeDrops(event.target);
    const opener = event.target.closest("[data-open]");
    if (opener && opener.dataset.open === "keys") { showKeys(); }
    else if (opener) { document.getElementById(opener.dataset.open).showModal(); }
    const copier = event.target.closest("[data-copy]");
    if (copier) { navigator.clipboard.writeText(copier.dataset.copy).then(() => { copier.querySelector("span").textContent = copier.dataset.copied; }); }
  });

  // --- a form is sent once ---------------------------------------------------------------------
  // The buttons are disabled after the browser has gathered the form, so that the pressed
  // button's own value goes along; coming back with the back button enables them again. A form that
  // brings a file and leaves the page as it is says data-again.
  const buttonsOf = (form) => [...form.elements].filter((element) => element.type === "submit");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again") || form.closest("[hx-post], [hx-get]")) { return; }
    setTimeout(() => {
      for (const button of buttonsOf(form)) {
        if (!button.disabled) { button.disabled = true; button.dataset.wasSent = ""; }
      }
      form.setAttribute("aria-busy", "true");
    }, 0);
  });

  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[data-was-sent]")) {
      button.disabled = false;
      delete button.dataset.wasSent;
    }
    for (const form of document.querySelectorAll("form[aria-busy]")) { form.removeAttribute("aria-busy"); }
  });

  // --- what is shown only with JavaScript, and errors that want attention first ------------------
  const welcome = (root) => {
    for (const element of root.querySelectorAll("[data-open][hidden], [data-copy][hidden]")) { element.hidden = false; }
    for (const element of root.querySelectorAll("[data-submits]")) {
      const button = element.form && element.form.querySelector("[data-only-without-script]");
      if (button) { button.hidden = true; }
    }
    const summary = root.querySelector(".error-summary");
    if (summary) { summary.focus(); }
  };

  document.addEventListener("DOMContentLoaded", () => welcome(document));
  document.addEventListener("htmx:load", (event) => welcome(event.detail.elt));

  // An answer such as 422 carries the form with its errors: show it as well.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
})();
