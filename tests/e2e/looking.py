"""Looking at a page as a test can: axe, nothing too wide, every control reached by Tab and seen there.

SCHAKEL_SHOTS names a folder for a picture of each page at each width, to be looked at by a person.
"""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.conftest import LAPTOP, PHONE

BASE_DIR = Path(__file__).resolve().parents[2]
AXE = (BASE_DIR / "node_modules/axe-core/axe.min.js").read_text()
SMALLEST = 320
# Names that Django's own administration does not give to its search fields and empty table heads.
RUN_AXE = """async () => (await axe.run(document, {
  resultTypes: ['violations'],
  rules: location.pathname.startsWith('/admin/')
    ? {'aria-input-field-name': {enabled: false}, 'empty-table-header': {enabled: false}} : {},
})).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""
# Axe leaves empty style attributes behind; htmx would copy them, which the page's policy refuses.
TIDY_AFTER_AXE = "document.querySelectorAll('[style=\"\"]').forEach((one) => one.removeAttribute('style'))"
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const sticksOut = (one) => one.checkVisibility() && one.getBoundingClientRect().right > width;
  const wide = [...document.querySelectorAll('body *')].filter(sticksOut);
  const shown = wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 150));
  return [`${document.documentElement.scrollWidth} > ${width}`, ...shown];
}"""
# What Tab should come to: visible, enabled, one of each group of radio buttons; and how each looks unfocused.
PREPARE_TABS = """() => {
  document.activeElement.blur();
  const shown = (one) => (one.classList.contains('btn-check') ? document.querySelector(`label[for="${one.id}"]`) : one);
  const look = (one) => {
    const style = getComputedStyle(shown(one));
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor].join();
  };
  const groups = new Set();
  const all = 'a[href], button, input, select, textarea, summary, [tabindex]';
  window.tabs = [...document.querySelectorAll(all)].filter((one) => {
    if (one.tabIndex < 0 || one.disabled || one.type === 'hidden') return false;
    if (!shown(one)?.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== 'radio') return true;
    const group = `${one.form?.id} ${one.name}`;
    const chosen = [...document.querySelectorAll(`input[name="${one.name}"]`)].find((radio) => radio.checked);
    if (chosen ? chosen !== one : groups.has(group)) return false;
    return groups.add(group);
  });
  window.lookOf = look;
  window.unfocused = window.tabs.map(look);
  return window.tabs.length;
}"""
WHERE = """() => {
  const index = window.tabs.indexOf(document.activeElement);
  return [index, index >= 0 && window.lookOf(document.activeElement) !== window.unfocused[index],
          document.activeElement.outerHTML.slice(0, 150)];
}"""


def look(page: Page, name: str) -> None:
    """Fail on anything that axe finds at both widths, and on anything too wide at three."""
    before = page.viewport_size
    found = problems(page, name)
    if before:
        page.set_viewport_size(before)
    assert not found, f"{name}:\n" + "\n".join(found)


def problems(page: Page, name: str) -> list[str]:
    """What is wrong with the page, each with the width at which it was seen."""
    page.evaluate(AXE)
    found = []
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {one}" for one in page.evaluate(TOO_WIDE) + page.evaluate(RUN_AXE)]
        _shoot(page, f"{name}-{size['width']}")
    page.evaluate(TIDY_AFTER_AXE)
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    return found + [f"{SMALLEST} px: {one}" for one in page.evaluate(TOO_WIDE)]


def walk_with_tab(page: Page) -> None:
    """Press Tab from the top to the bottom: everything that can be used is reached and seen to be."""
    count = page.evaluate(PREPARE_TABS)
    reached, unseen = set(), []
    for _ in range(count):
        page.keyboard.press("Tab")
        index, seen, html = page.evaluate(WHERE)
        reached.add(index)
        if index >= 0 and not seen:
            unseen.append(html)
    missed = page.evaluate(
        "(reached) => window.tabs.filter((_, i) => !reached.includes(i)).map((one) => one.outerHTML.slice(0, 150))",
        list(reached),
    )
    assert (missed, unseen) == ([], [])


def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("SCHAKEL_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
