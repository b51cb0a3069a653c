// The search boxes of the administration's choosers come without a name: each gets that of the field it chooses for.
"use strict";

function nameSearchBox(box) {
  // Choosers of one thing hang their box at the end of the page; what is open says whose it is.
  const chooser = box.closest(".select2-container");
  const owner = chooser.previousElementSibling?.tagName === "SELECT" ? chooser : document.querySelector(".select2-container--open");
  const field = owner?.previousElementSibling;
  const words = field?.labels?.[0]?.textContent.trim().replace(/:$/, "") || field?.name;
  if (words) box.setAttribute("aria-label", words);
}

function nameSearchBoxes() {
  document.querySelectorAll(".select2-search__field:not([aria-label])").forEach(nameSearchBox);
}

document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(nameSearchBoxes).observe(document.body, { childList: true, subtree: true });
  nameSearchBoxes();
});
