"""What changed between two states, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluitend.apps.design.differences import words_between
from sluitend.apps.fieldwork.copied import same_but_withdrawn
from sluitend.apps.findings.models import Confidence, Judgement
from sluitend.apps.findings.queries import QuestionChange
from sluitend.apps.findings.queries.snapshots import FindingChange
from sluitend.apps.findings.templatetags.findings import badge

register = template.Library()

Mark = tuple[str, str]  # words, kind of badge


@register.filter
def text_difference(change: QuestionChange) -> SafeString:
    """The wording of the question."""
    return _between(change.before, change.after, "text")


@register.filter
def answer_difference(change: QuestionChange) -> SafeString:
    """The answer, or the reason why there is none; empty when there never was one."""
    return _drawn(_said(change.before), _said(change.after))


@register.filter
def title_difference(change: FindingChange) -> SafeString:
    """The sentence of the finding; of one that is new or gone, the sentence as it is or was."""
    if change.before is None or change.after is None:
        return format_html("{}", (change.after or change.before or {})["title"])
    return _between(change.before, change.after, "title")


def _between(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, name: str) -> SafeString:
    was, now = ((one or {}).get(name, "") for one in (before, after))
    return _drawn(was, now or was)


TAGS = {"same": "{}", "in": '<ins class="f-in">{}</ins>', "out": '<del class="f-out">{}</del>'}


def _drawn(was: str, now: str) -> SafeString:
    """The tags say what came in and went out, colour only helps. Most of a page is the same, then and now."""
    if same_but_withdrawn(was, now):
        return format_html("{}", now)
    pieces = words_between(was, now)
    return mark_safe("".join(format_html(TAGS[piece.kind], piece.text) for piece in pieces))  # noqa: S308 - escaped


def _said(held: Mapping[str, Any] | None) -> str:
    known = held or {}
    return str(known.get("answer") or known.get("not_answered_reason") or "")


@register.filter
def question_marks(change: QuestionChange) -> SafeString:
    """What changed in the question and its answer, as badges."""
    return _badges(tuple(_of_question(change)))


@lru_cache(maxsize=256)  # hundreds of findings have the same few
def _badges(marks: tuple[Mark, ...]) -> SafeString:
    return format_html_join("\n", "{}", ((badge(*mark),) for mark in marks))


def _of_question(change: QuestionChange) -> Iterator[Mark]:
    if change.before is None:
        yield _("new question"), "safe"
    if change.after is None:
        yield _("question gone"), "warning"
    if change.before and change.after and change.is_reworded:
        yield _("question reworded"), "warning"
    if change.is_answered_otherwise:
        yield (_("answer changed") if _said(change.before) else _("answered since")), "warning"
    if change.is_withdrawn:
        yield _("words withdrawn"), "neutral"
    if change.is_judged_otherwise:
        yield _("judgement changed"), "warning"


@register.filter
def finding_marks(change: FindingChange) -> SafeString:
    """What changed in a finding, as badges."""
    return _badges(tuple(_of_finding(change)))


def _of_finding(change: FindingChange) -> Iterator[Mark]:
    if change.before is None:
        yield _("new"), "safe"
    elif change.after is None:
        into = change.merged_into
        yield (_("merged with B%(number)s") % {"number": into} if into else _("gone")), "warning"
    if change.is_reworded:
        yield _("reworded"), "warning"
    if change.is_withdrawn:
        yield _("words withdrawn"), "neutral"
    if change.is_supported_otherwise:
        yield _("support changed"), "warning"
    if change.is_judged_otherwise:
        yield _confidence(change), "warning"
    if change.is_the_same:
        yield _("the same"), "neutral"


def _confidence(change: FindingChange) -> str:
    levels = [(one or {}).get("confidence", "") for one in (change.before, change.after)]
    if levels[0] == levels[1]:
        return _("minority view or not: changed")
    was, now = (str(Confidence(one).label) if one else _("not judged") for one in levels)
    return _("confidence: %(was)s, now %(now)s") % {"was": was, "now": now}


@register.filter
def judgement_of(held: Mapping[str, Any] | None) -> str:
    """The judgement in words, with its criterion."""
    known = held or {}
    if not known.get("judgement"):
        return _("no conclusion")
    criterion = known.get("criterion")
    words = str(Judgement(known["judgement"]).label)
    return f"{words} ({criterion})" if criterion else words


@register.filter
def held_support(held: Mapping[str, Any]) -> str:
    """For instance "3 bronnen, U3, 1 stuk bewijs spreekt tegen"."""
    sources = ngettext("%(n)s source", "%(n)s sources", held["sources"]) % {"n": held["sources"]}
    against = held["contradicting"]
    told = ngettext("%(n)s against", "%(n)s against", against) % {"n": against}
    return ", ".join([sources, *held.get("results", ()), *([told] if against else [])])
