"""Small pieces that every part of a report is put together from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sluitend.apps.reporting.material import Audience, Material, Passage, SourceEntry, Words
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node


def anchor(label: str) -> str:
    """The identifier of an object's place in the annexes; Word knows no points in a bookmark's name."""
    return label.replace(".", "_")


def target(material: Material, label: str) -> str:
    """Where a label leads: inside to the chain of evidence or the page of a result, in a file to the annex."""
    if material.audience is Audience.PUBLIC:
        return f"#{anchor(label)}"
    if (page := material.pages.get(label)) is not None:
        return page or f"#{anchor(label)}"
    return reverse("reporting:chain", args=[material.evaluation_id, label])


def label_link(material: Material, label: str) -> Node:
    """The label as a link."""
    label = material.standing(label)
    return nodes.link(nodes.text(label), target(material, label), classes=["s-label"])


def label_links(material: Material, labels: Iterable[str]) -> list[Node]:
    """The labels as links, parted by commas."""
    links: list[Node] = []
    for label in labels:
        if links:
            links += nodes.text(", ")
        links.append(label_link(material, label))
    return links


def attributed(source: SourceEntry) -> str:
    """Title and voice of a source, as they stand under a quote."""
    return ", ".join(filter(None, (source.title, source.voice)))


def source_of(material: Material, passage: Passage) -> SourceEntry | None:
    """The passage's source; None when it has been withdrawn since."""
    return material.source_by_number.get(passage.source)


def instead(words: Words, audience: Audience) -> str:
    """What stands in the place of words that may not be given."""
    if words is Words.NEVER:
        return _("(this source may not be quoted)")
    if audience is Audience.READER:
        return _("(for the team only)")
    return _("(quote not released)")


def day(value: date | None) -> str:
    """A date in words."""
    return date_format(value, "j F Y") if value else ""


def said(passage: Passage, audience: Audience) -> list[Node]:
    """The words themselves, exact, between quotation marks only when they are somebody's own."""
    if passage.text is None:
        return [nodes.emph(*nodes.text(instead(passage.words, audience)))]
    words = nodes.verbatim(passage.text)
    if passage.words is Words.PARAPHRASE:
        return [*nodes.text(_("according to the report: ")), words]
    return [*nodes.text("“"), words, *nodes.text("”")]
