"""The stage of the journeys: the story told once, a site of one's own or a shared one, and people at windows.

The browser belongs to a module: while it runs, Playwright's event loop stands in the thread, and Django would refuse
its database to the other modules' tests.
"""

import itertools
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys import stage
from tests.journeys.visitor import Visitor

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip
NUMBERS = itertools.count()
WIDE, NARROW = (1280, True), (390, True)
WITHOUT_SCRIPTS = (390, False)
IDS = {WIDE: "wide", NARROW: "narrow", WITHOUT_SCRIPTS: "without-scripts"}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


def ways(*chosen):
    """The windows a journey is walked in: `ways(WIDE, NARROW)`."""
    return pytest.mark.parametrize("way", chosen, ids=IDS.get)


def chrome() -> str:
    """The browser of CHROME, or the first Chromium that is installed."""
    names = (os.environ.get("CHROME"), "chromium", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    assert found, "The journeys need Chromium: script/setup --tests brings it."
    return found


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The databases of this session; the first of them, which all others are copies of, holds the story."""
    folder = tmp_path_factory.mktemp("journeys")
    together = folder.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    stage.collect_static(together / "static-files")
    place = stage.store(folder)
    try:
        place.env = stage.tell_story(place)
        yield place
    finally:
        place.drop("story")


@pytest.fixture(scope="session")
def shared_site(told):
    """One running copy for all journeys that only read."""
    with stage.running(told, f"shared_{next(NUMBERS)}") as site:
        yield site


@pytest.fixture
def site(told):
    """A running copy of one's own, to write in."""
    with stage.running(told, f"own_{next(NUMBERS)}") as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def come(browser, way):
    """`come(site)` is somebody at a new window; in the end nothing may have gone wrong behind any of them."""
    visitors = []

    def _come(site) -> Visitor:
        visitors.append(Visitor(browser, site.address, *way))
        return visitors[-1]

    yield _come
    for visitor in visitors:
        visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
