"""The tree as what people read: HTML within the product, one HTML file for anybody, and Word."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluitend.apps.reporting.building.assembling import Draft, LostReference, assemble
from sluitend.apps.reporting.building.words import day
from sluitend.apps.reporting.material import Material
from sluitend.apps.reporting.models import Stage
from sluitend.formats import report
from sluitend.formats.report.tree import plain_text

_STYLE = Path(__file__).with_name("public.css")
TOP = 2  # the report's title is the one heading of the first level


def inside_html(draft: Draft) -> str:
    """The report as a fragment of a page of the product. Raises InputError("formats.report_too_large")."""
    return report.to_html(draft.blocks, section_headings_from=TOP)


@dataclass(frozen=True, slots=True)
class Inside:
    """The report within the product, ready to show."""

    html: str
    as_of: str
    chapters: list[tuple[str, str]]
    lost: list[LostReference]


def inside(material: Material) -> Inside:
    """The report within the product; made once for each state, audience and language, and kept in memory only.

    Raises InputError("formats.report_too_large").
    """
    return _inside(_Key(material, str(get_language())))


class _Key:
    """Material as the key of a cache: the same state is the same report."""

    def __init__(self, material: Material, language: str) -> None:
        self.material = material
        self._key = (material.state, language)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=8)
def _inside(key: _Key) -> Inside:
    draft = assemble(key.material)
    return Inside(inside_html(draft), as_of(draft), chapters(draft), draft.lost)


def chapters(draft: Draft) -> list[tuple[str, str]]:
    """Identifier and title of every chapter."""
    headings = [block["c"] for block in draft.blocks if block["t"] == "Header" and block["c"][0] == 1]
    return [(attributes[0], plain_text(words)) for _level, attributes, words in headings]


def public_html(draft: Draft) -> bytes:
    """One file that needs nothing else and loads nothing. Raises InputError("formats.report_too_large")."""
    material = draft.material
    style = _style()
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    parts = {
        "policy": f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'",
        "style": style,
        "title": escape(material.title),
        "subtitle": f'<p class="subtitle">{escape(material.subtitle)}</p>' if material.subtitle else "",
        "notes": "".join(f"<p>{escape(line)}</p>" for line in notes(draft)),
        "skip": escape(_("Skip to the content")),
        "contents_title": escape(_("Contents")),
        "contents": "".join(f'<li><a href="#{one}">{escape(title)}</a></li>' for one, title in chapters(draft)),
        "body": report.to_html(draft.blocks, section_headings_from=TOP),
    }
    return _PAGE.format(**parts).encode("utf-8")


def notes(draft: Draft) -> list[str]:
    """What the title page says under the title."""
    lines = [_("State of %(date)s") % {"date": as_of(draft)}]
    lines.append(_("Final report") if draft.stage == Stage.FINAL else _("Draft"))
    if draft.material.fictitious:
        lines.append(_("Everything in this report is fictitious."))
    return lines


def as_of(draft: Draft) -> str:
    """The date of the report in words."""
    return day(draft.material.as_of.astimezone(ZoneInfo(settings.TIME_ZONE)).date())


def word(draft: Draft, *, subtitle: str = "", house_style: bytes | None = None) -> bytes:
    """A Word document, in the house style if there is one. Raises InputError("formats.report_too_large")."""
    return report.to_docx(
        draft.blocks,
        title=draft.material.title,
        subtitle=subtitle or draft.material.subtitle,
        date=". ".join(notes(draft)),
        epoch=int(draft.material.as_of.timestamp()),
        house_style=house_style,
    )


def pdf(draft: Draft, *, summary: bool = False) -> bytes:
    """A PDF/UA-1; a summary has neither title page nor contents. Raises InputError("formats.report_too_large")."""
    return report.to_pdf(
        draft.blocks,
        title=draft.material.title,
        subtitle=_("Summary") if summary else draft.material.subtitle,
        date=". ".join(notes(draft)),
        epoch=int(draft.material.as_of.timestamp()),
        summary=summary,
    )


@cache
def _style() -> str:
    return "\n" + _STYLE.read_text("utf-8")


_PAGE = """<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#inhoud">{skip}</a>
<header>
<h1>{title}</h1>
{subtitle}
<div class="notes">{notes}</div>
</header>
<nav aria-label="{contents_title}">
<h2>{contents_title}</h2>
<ol>{contents}</ol>
</nav>
<main id="inhoud" tabindex="-1">
{body}
</main>
</body>
</html>
"""
