"""A real browser against a live server: fixtures, axe, and a watch on the Content Security Policy.

A browser test asks for ``open_page`` (anonymous) or calls ``open_page(user)``; without Chromium it is skipped, loudly.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILD = ROOT / "src" / "sluitend" / "web" / "static" / "build"
RESULTS = ROOT / "test-results"
WIDE = {"width": 1366, "height": 900}
NARROW = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds, on a busy machine
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Chromium reports a violation to the page; the page keeps it, so that a test can ask afterwards.
WATCH_CSP = """
window.cspViolations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.cspViolations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for the session."""
    if not (BUILD / "sluitend.css").exists():
        pytest.fail("The frontend is not built: run `make setup` first.")
    # Playwright's loop makes Django think that the database is reached from async code; it is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_page(user=None, viewport=WIDE)``: a page in a context of its own, logged in when a user is given."""
    contexts = []

    def new_page(user: Any = None, viewport: dict[str, int] = WIDE, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=viewport, locale="nl-NL", **options)
        contexts.append(context)
        context.add_init_script(WATCH_CSP)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


def session_cookie(user: Any, url: str) -> dict[str, str]:
    """The cookie of a fresh session of this user, without passing the login page."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


def axe(page: Page) -> list[str]:
    """Violations of WCAG 2.2 A and AA on the page as it stands: one line each, empty when there are none."""
    page.evaluate(AXE.read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def assert_no_csp_violations(page: Page) -> None:
    """Fails with what the policy blocked since the page was opened."""
    assert page.evaluate("window.cspViolations") == []


def assert_no_sideways_scroll(page: Page) -> None:
    """Fails when the page is wider than the window (WCAG 1.4.10)."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def screenshot(page: Page, name: str) -> Path:
    """Save the whole page under test-results/, to look at."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.png"
    page.screenshot(path=str(path), full_page=True)
    return path
