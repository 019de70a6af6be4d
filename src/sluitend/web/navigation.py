"""The registry's entries as links for one request: only what this user may open, and which one is current."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from sluitend.web import registry


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link with the value of its ``aria-current``: "page", "true" (a page under it) or empty."""

    label: registry.Text
    url: str
    icon: str
    current: str


Found = tuple[registry.Text, str, str]


def main_links(request: HttpRequest, entries: Iterable[registry.MainEntry]) -> list[NavigationLink]:
    """The main navigation or the user's menu."""
    user = request.user
    found = [(entry.label, reverse(entry.url_name), entry.icon) for entry in entries if entry.visible(user)]
    return _with_current(found, request.path)


def evaluation_links(request: HttpRequest, evaluation: Any) -> list[NavigationLink]:
    """The parts of one evaluation."""
    found = [
        (entry.label, reverse(entry.url_name, args=[evaluation.pk]), entry.icon)
        for entry in registry.evaluation_navigation
        if entry.allowed(request.user, evaluation)
    ]
    return _with_current(found, request.path)


def _with_current(found: list[Found], path: str) -> list[NavigationLink]:
    """The longest URL that begins the path is current; "/" and what begins another entry only when exact."""
    urls = [url for _, url, _ in found]
    under = [url for url in urls if path.startswith(url) and not _begins_another(url, urls)]
    nearest = path if path in urls else max(under, key=len, default=None)
    return [
        NavigationLink(label, url, icon, "" if url != nearest else "page" if url == path else "true")
        for label, url, icon in found
    ]


def _begins_another(url: str, urls: list[str]) -> bool:
    return url == "/" or any(other != url and other.startswith(url) for other in urls)
