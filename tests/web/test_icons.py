from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sluitend.web import icons, registry
from sluitend.web.templatetags.sluitend import ALERT_ICONS

ROOT = Path(__file__).parents[2]
KNOWN = set(json.loads((ROOT / "frontend" / "icons.json").read_text("utf-8")))
USED = re.compile(r"{%\s*icon\s+\"([a-z0-9-]+)\"|\bicon=\"([a-z0-9-]+)\"|icon\|default:\"([a-z0-9-]+)\"")
TEMPLATES = sorted((ROOT / "src" / "sluitend").rglob("templates/**/*.html"))


def test_every_icon_in_a_template_is_in_the_list() -> None:
    used = {
        (next(filter(None, groups)), path.name)
        for path in TEMPLATES
        for groups in USED.findall(path.read_text("utf-8"))
    }

    assert used
    assert {(name, place) for name, place in used if name not in KNOWN} == set()


def test_every_icon_of_the_registry_is_in_the_list() -> None:
    entries = [*registry.evaluation_navigation, *registry.main_navigation, *registry.user_menu]

    assert {entry.icon for entry in entries if entry.icon} <= KNOWN
    assert set(ALERT_ICONS.values()) <= KNOWN


def test_unknown_icon_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "_shapes", lambda: {"plus": "<path/>"})

    with pytest.raises(KeyError):
        icons.icon("plus-plus")


def test_icon_is_decoration_unless_it_has_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "_shapes", lambda: {"plus": "<path/>"})

    assert 'aria-hidden="true"' in icons.icon("plus")
    assert 'role="img" aria-label="a &quot;b&quot;"' in icons.icon("plus", 'a "b"')


def test_pages_work_before_the_frontend_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "_shapes", lambda: None)

    assert icons.icon("plus").endswith("></svg>")
