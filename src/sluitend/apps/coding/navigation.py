"""What this room offers to the shell, to the start of an evaluation and to the evidence chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.coding import actions, hooks, queries
from sluitend.apps.coding.actions import holding_back, moving, withdrawing
from sluitend.apps.coding.queries import blindness
from sluitend.apps.coding.words import AUDIT, DESTROYED
from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.people.queries import withheld
from sluitend.apps.sources import hooks as source_hooks
from sluitend.apps.sources.models import Source
from sluitend.digits import whole
from sluitend.errors import NotFound
from sluitend.web import registry
from sluitend.web.registry import Reference

TITLE_LENGTH = 80


def register() -> None:
    """Called once, from AppConfig.ready()."""
    for label, url_name, icon, order in (
        (_("Coding"), "coding:progress", "highlight", 30),
        (_("Codebook"), "coding:codebook", "list-tree", 31),
        (_("Quotes"), "coding:quotes", "quote", 34),
    ):
        registry.evaluation_navigation.add(registry.EvaluationEntry(label, url_name, icon, order, may_see))
    registry.evaluation_navigation.add(
        registry.EvaluationEntry(_("Rounds"), "coding:rounds", "users-group", 32, may_plan)
    )
    registry.summary_cards.add(registry.SummaryCard("coding", summary, order=30))
    registry.starters.add(registry.Starter("coding.codebook", start, order=30))
    registry.evidence_kinds.add(registry.EvidenceKind("F", _("fragment"), resolve, up_links, down_links, order=30))
    design_hooks.walk.add(
        design_hooks.WalkStep("coding", _("Coding"), "coding:progress", Action.VIEW_CODING, walk_progress, order=30)
    )
    design_hooks.fieldwork_begun.append(queries.something_is_coded)
    design_hooks.template_parts.append(queries.codes_for_template)
    source_hooks.coding_counts.append(queries.codings_by_source)
    source_hooks.rests_on.append(fragments_of_source)
    source_hooks.text_actions.append((_("Code this text"), "coding:workbench"))
    source_hooks.version_published.append(moving.take_along)
    source_hooks.would_go_along.append(moving.foretell)
    source_hooks.notices.extend([waiting_in_source, resting_on_held_back])
    source_hooks.turned_confidential.append(holding_back.withhold_quotes)
    source_hooks.rests_on_version.append(queries.fragments_on)
    source_hooks.version_destroyed.append(moving.forget_steps)
    fieldwork_hooks.withdrawn.append(withdrawing.forget_words)
    fieldwork_hooks.line_words.update(DESTROYED)
    audit_words.register(AUDIT)
    withheld.append(blindness.events_not_yet_known)


def may_see(user: Any, evaluation: Any) -> bool:
    """Coding is the team's."""
    return may(user, evaluation, Action.VIEW_CODING)


def may_plan(user: Any, evaluation: Any) -> bool:
    """Who leads plans rounds; a coder comes to theirs from the list of texts."""
    return may(user, evaluation, Action.PLAN_ROUNDS)


def start(actor: Any, evaluation: Any, template: Any) -> None:
    """The codebook of a new evaluation comes from its template."""
    actions.start_codebook(actor=actor, evaluation=evaluation, codes=template.codes)


def summary(user: Any, evaluation: Any) -> registry.Card | None:
    """How much was coded, in how many sources."""
    if not may_see(user, evaluation):
        return None
    totals = queries.totals_for(user, evaluation)
    note = ngettext("in %(coded)s of %(count)s source", "in %(coded)s of %(count)s sources", totals.sources)
    context = {
        "label": _("Codes on passages"),
        "figure": totals.codings,
        "note": note % {"coded": totals.coded_sources, "count": totals.sources},
        "url": reverse("coding:progress", args=[evaluation.pk]),
    }
    return registry.Card("web/components/figure_card.html", context)


def walk_progress(user: User, evaluations: Iterable[Evaluation]) -> dict[int, design_hooks.Progress]:
    """Coding is done, as a step, once there is a code on a passage."""
    counts = queries.codings_by_evaluation_for(user, evaluations)
    return {
        pk: design_hooks.Progress(count > 0, ngettext("%(count)s code", "%(count)s codes", count) % {"count": count})
        for pk, count in counts.items()
    }


@dataclass(frozen=True, slots=True)
class FragmentReference:
    """A fragment in the evidence chain."""

    title: str
    url: str


def resolve(user: Any, evaluation: Any, number: str) -> FragmentReference:
    """The beginning of the words, where the user may read them. Raises NotFound."""
    fragment = queries.fragment_for(user, evaluation, _whole(number))
    words = queries.quotes_for(user, evaluation, [fragment])[fragment.pk]
    title = str(_("for the team only")) if words is None else " ".join(words.split())
    if len(title) > TITLE_LENGTH:
        title = title[: TITLE_LENGTH - 1].rstrip() + "…"
    return FragmentReference(title, reverse("coding:fragment", args=[evaluation.pk, fragment.number]))


def up_links(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """The source that a fragment lies in."""
    source = queries.fragment_for(user, evaluation, _whole(number)).version.source
    return [Reference("S", str(source.number))]


def down_links(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """What rests on a fragment: the marks of lower rooms begin with a number."""
    fragment = queries.fragment_for(user, evaluation, _whole(number))
    marks = hooks.marks_of(evaluation.pk, [fragment.pk]).get(fragment.pk, [])
    return [found for mark in marks if (found := Reference.parse(mark.split(" ", 1)[0]))]


def fragments_of_source(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """The fragments that lie in a source; for the team."""
    if not may_see(user, evaluation):
        return []
    return [Reference("F", str(one)) for one in queries.fragment_numbers_for(user, evaluation, _whole(number))]


def waiting_in_source(source: Source) -> tuple[str, str] | None:
    """How many fragments of a source wait to be placed, and where that is done."""
    count = queries.waiting_in(source)
    if not count:
        return None
    words = ngettext("%(count)s fragment has to be placed", "%(count)s fragments have to be placed", count)
    return words % {"count": count}, reverse("coding:to_place", args=[source.evaluation_id])


def resting_on_held_back(source: Source) -> tuple[str, str] | None:
    """What rests on a document that turned out not to be public, for as long as it waits for its release."""
    held = queries.held_back_fragments(source)
    if not held:
        return None
    marks = hooks.marks_of(source.evaluation_id, held)
    resting = sorted({mark.split(" ", 1)[0] for labels in marks.values() for mark in labels})
    words = ngettext(
        "This document turned out not to be public; %(count)s fragment rests on it",
        "This document turned out not to be public; %(count)s fragments rest on it",
        len(held),
    )
    told = words % {"count": len(held)}
    if resting:
        told += str(_(", and on those: %(objects)s")) % {"objects": ", ".join(resting)}
    return told, reverse("sources:text", args=[source.evaluation_id, source.number])


def _whole(number: str) -> int:
    """Fragments and sources have no sub-numbers. Raises NotFound."""
    if (found := whole(number)) is None:
        raise NotFound("fragment")
    return found
