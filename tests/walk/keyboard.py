"""Somebody who walks through the product without a mouse: Tab, arrows, Enter, Space and letters, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

FARTHEST = 250  # presses of Tab; a page on which something is farther is no page to work on


@dataclass
class Walker:
    """A page and what went wrong on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._complain(str(error)))

    def _complain(self, words: str) -> None:
        self.complaints.append(f"{self.page.url}: {words}")

    def leave(self) -> None:
        """Before going on: what the policy blocked on this page is kept."""
        for blocked in self.page.evaluate("window.cspViolations"):
            self._complain(blocked)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def reach(self, target: Locator) -> None:
        """Tab until the target has the focus: what cannot be reached so, cannot be used without a mouse.

        On a kind of page where that was shown before, the focus goes there at once: walking takes time.
        """
        expect(target).to_be_visible()
        place = re.sub(r"\d+(\.\d+)*", "#", f"{urlsplit(self.page.url).path} {target}")
        if place in self.reached:
            target.focus()
        else:
            self._tab_to(target)
            self.reached.add(place)

    def _tab_to(self, target: Locator) -> None:
        element = target.element_handle()
        for _ in range(FARTHEST):
            if self.page.evaluate("element => element === document.activeElement", element):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {target} on {self.page.url}")

    def activate(self, target: Locator) -> None:
        self.reach(target)
        self.leave()
        self.press("Enter")

    def follow(self, name: str, within: str = "body", exact: bool = True) -> None:
        """Enter on a link, until the page that it leads to is there."""
        self.follow_link(self.page.locator(within).get_by_role("link", name=name, exact=exact).first)

    def follow_link(self, link: Locator) -> None:
        with self.page.expect_navigation():
            self.activate(link)

    def submit(self, name: str, within: str = "main") -> None:
        self.activate(self.page.locator(within).get_by_role("button", name=name, exact=True))

    def said(self, words: str) -> None:
        expect(self.page.locator("#announce")).to_contain_text(words)
