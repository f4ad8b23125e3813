"""What axe-core and a narrow window find wrong with a page."""

from functools import cache

from django.conf import settings
from playwright.sync_api import Page

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
DESKTOP, PHONE, NARROWEST = 1280, 390, 320  # 320 CSS pixels is a desktop at 400% zoom
HEIGHT = 900
ASK = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.flatMap(
    found => found.nodes.map(node => `${found.id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "() => document.querySelectorAll('details').forEach(part => { part.open = true })"


@cache
def axe() -> str:
    return AXE.read_text()


def faults(page: Page) -> list[str]:
    """Violations of WCAG 2.2 A and AA at desktop and phone width, and any sideways scroll on a phone; one line each."""
    as_it_was = page.viewport_size
    page.evaluate(axe())  # evaluated by the browser itself: the page's own policy would refuse a script of ours
    page.evaluate(OPEN_ALL)
    found = []
    for width in (DESKTOP, PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if width != NARROWEST:
            found += [f"at {width}: {words}" for words in page.evaluate(ASK, RULES)]
        if width != DESKTOP and (wider := page.evaluate(WIDER)) > 0:
            found.append(f"at {width}: the page scrolls sideways by {wider} pixels")
    page.set_viewport_size(as_it_was)
    return found
