"""An installation that is empty yet, and a browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser_tools import PATIENCE, WATCH_CSP, WIDE
from tests.walk.installed import ROOT, Installed

OWN = ROOT / "src/sluitend/demo/documents"


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installed]:
    made = Installed(tmp_path / "home")
    yield made
    made.end()


@pytest.fixture
def page(browser: Browser, installed: Installed) -> Iterator[Page]:
    context = browser.new_context(base_url=installed.address, viewport=WIDE, locale="nl-NL", accept_downloads=True)
    context.add_init_script(WATCH_CSP)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
