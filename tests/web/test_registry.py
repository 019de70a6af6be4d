from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from sluitend.web import navigation, registry
from sluitend.web.registry import EvidenceKind, MainEntry, Reference, Registry, Starter

pytestmark = pytest.mark.urls("tests.web.urls")

USER = SimpleNamespace(is_authenticated=True)


def links_at(path: str, *urls: str) -> dict[str, str]:
    """URL → aria-current, for entries with these URLs."""
    found = navigation._with_current([(url, url, "") for url in urls], path)
    return {link.url: link.current for link in found}


def test_entries_come_in_their_order_whatever_the_order_of_adding() -> None:
    entries: Registry[MainEntry] = Registry("test")
    entries.add(MainEntry("C", "c", 20))
    entries.add(MainEntry("B", "b", 10))
    entries.add(MainEntry("A", "a", 20))

    assert [entry.key for entry in entries] == ["b", "a", "c"]


def test_two_entries_under_one_key_are_refused() -> None:
    entries: Registry[MainEntry] = Registry("test")
    entries.add(MainEntry("A", "a"))

    with pytest.raises(ValueError, match="test: a is registered already"):
        entries.add(MainEntry("B", "a"))


def test_starters_run_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    starters: Registry[Starter] = Registry("starters")
    monkeypatch.setattr(registry, "starters", starters)
    starters.add(Starter("late", lambda *given: ran.append(("late", given)), 2))
    starters.add(Starter("soon", lambda *given: ran.append(("soon", given)), 1))

    registry.run_starters("actor", "evaluation", "template")

    assert ran == [("soon", ("actor", "evaluation", "template")), ("late", ("actor", "evaluation", "template"))]


def test_reference_is_read_only_for_registered_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: Registry[EvidenceKind] = Registry("evidence kinds")
    monkeypatch.setattr(registry, "evidence_kinds", kinds)
    kinds.add(EvidenceKind("V", "question", lambda user, evaluation, number: SimpleNamespace(title=number, url="#")))

    assert Reference.parse("V1.2") == Reference("V", "1.2")
    assert str(Reference("V", "1.2")) == "V1.2"
    assert [Reference.parse(text) for text in ("Z1", "V", "V1.", "v1", "V1 ")] == [None] * 5
    assert registry.resolve(USER, None, Reference("V", "1.2")).title == "1.2"


def test_current_is_the_nearest_entry() -> None:
    start, sources = "/evaluaties/3/", "/evaluaties/3/bronnen/"

    assert links_at(sources, start, sources) == {start: "", sources: "page"}
    assert links_at(f"{sources}S2/", start, sources) == {start: "", sources: "true"}
    assert links_at(start, start, sources) == {start: "page", sources: ""}


def test_start_is_current_only_on_itself() -> None:
    assert links_at("/evaluaties/3/leden/", "/evaluaties/3/", "/evaluaties/3/bronnen/") == {
        "/evaluaties/3/": "",
        "/evaluaties/3/bronnen/": "",
    }
    assert links_at("/account/", "/", "/evaluaties/") == {"/": "", "/evaluaties/": ""}
    assert links_at("/evaluaties/3/", "/", "/evaluaties/") == {"/": "", "/evaluaties/": "true"}


def test_entries_that_are_not_for_this_user_are_left_out() -> None:
    request = RequestFactory().get("/privacy/")
    request.user = USER
    entries = [MainEntry("A", "web:privacy"), MainEntry("B", "web:accessibility", visible=lambda user: False)]

    links = navigation.main_links(request, entries)

    assert [(link.label, link.url, link.current) for link in links] == [("A", "/privacy/", "page")]
