"""What this room offers to the shell, to the start of an evaluation and to the evidence chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.design import hooks, queries
from sluitend.apps.design.access import may, role_here
from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.people import hooks as people_hooks
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import NotFound
from sluitend.web import registry

FIGURE_CARD = "web/components/figure_card.html"


def register() -> None:
    """Called once, from AppConfig.ready()."""
    from sluitend.apps.design.actions import join_by_invitation

    _navigation()
    registry.summary_cards.add(registry.SummaryCard("design:questions", _questions_card, order=10))
    registry.evidence_kinds.add(
        registry.EvidenceKind(
            "V", _("question"), resolve_question, down_links=_told_by(lambda: hooks.question_links), order=10
        )
    )
    registry.evidence_kinds.add(
        registry.EvidenceKind(
            "AF", _("agreement"), resolve_agreement, _told_by(lambda: hooks.agreement_links), order=11
        )
    )
    registry.evidence_kinds.add(
        registry.EvidenceKind(
            "L", _("logbook entry"), resolve_entry, down_links=_told_by(lambda: hooks.entry_links), order=12
        )
    )
    registry.user_notes.add(registry.UserNote("role", _role))
    hooks.walk.add(
        hooks.WalkStep("setup", _("Check the design"), "design:setup", Action.EDIT_DESIGN, _setup_progress, order=10)
    )
    people_hooks.on_invitation_accepted.append(join_by_invitation)


def _navigation() -> None:
    registry.main_navigation.add(registry.MainEntry(_("Evaluations"), "design:home", order=10))
    for label, url_name, icon, order, action in (
        (_("Summary"), "design:evaluation", "home", 10, Action.VIEW_EVALUATION),
        (_("Design"), "design:setup", "target", 20, Action.VIEW_EVALUATION),
        (_("Logbook"), "design:logbook", "notebook", 80, Action.VIEW_EVALUATION),
        (_("Members"), "design:members", "users", 90, Action.VIEW_EVALUATION),
        (_("Audit trail"), "design:audit", "history", 95, Action.EXPORT_AUDIT),
    ):
        entry = registry.EvaluationEntry(label, url_name, icon, order, _allows(action))
        registry.evaluation_navigation.add(entry)


def _allows(action: Action) -> Callable[[Any, Any], bool]:
    return lambda user, evaluation: may(user, evaluation, action)


def _role(user: User, evaluation: Evaluation | None) -> registry.Text:
    role = role_here(user, evaluation) if evaluation is not None else None
    return role.label if role else ""


def _setup_progress(user: User, evaluations: Sequence[Evaluation]) -> Mapping[int, hooks.Progress]:
    """The design is settled once the evaluation is under way: done, then, while the evaluation itself goes on."""
    return {one.pk: hooks.Progress(done=one.status != EvaluationStatus.PREPARING) for one in evaluations}


def _questions_card(user: User, evaluation: Evaluation) -> registry.Card:
    questions = queries.answered(queries.questions_for(user, evaluation))
    mains = len({question.label.partition(".")[0] for question in questions})
    note = ngettext("under %(mains)d main question", "under %(mains)d main questions", mains) % {"mains": mains}
    url = reverse("design:questions", args=[evaluation.pk])
    context = {"label": _("Questions to answer"), "figure": len(questions), "note": note, "url": url}
    return registry.Card(FIGURE_CARD, context)


@dataclass(frozen=True, slots=True)
class Named:
    """A question, agreement or logbook entry as an object of the evidence chain."""

    title: str
    url: str


def resolve_question(user: User, evaluation: Evaluation, number: str) -> Named:
    """The question "1.2" with its current wording. Raises NotFound."""
    question = queries.question_for(user, evaluation, f"V{number}")
    text = queries.question_history(user, question)[-1].text
    return Named(text, reverse("design:question", args=[evaluation.pk, question.label]))


def resolve_agreement(user: User, evaluation: Evaluation, number: str) -> Named:
    """Agreement "3". Raises NotFound."""
    found = queries.agreement_for(user, evaluation, _whole(number))
    return Named(found.text, reverse("design:agreements", args=[evaluation.pk]) + f"#{found.label}")


def resolve_entry(user: User, evaluation: Evaluation, number: str) -> Named:
    """Logbook entry "4". Raises NotFound."""
    found = queries.numbered_entry_for(user, evaluation, _whole(number))
    return Named(found.title, reverse("design:logbook", args=[evaluation.pk]) + f"?entry={found.number}#{found.label}")


def _whole(number: str) -> int:
    """The number of a label. Raises NotFound for one with parts."""
    if (found := whole(number)) is None:
        raise NotFound("label")
    return found


def _told_by(links: Callable[[], list[registry.Links]]) -> registry.Links:
    """What the lower rooms tell of an object, asked when it is looked at: they register after this room."""

    def told(user: User, evaluation: Evaluation, number: str) -> Iterable[registry.Reference]:
        for one in links():
            yield from one(user, evaluation, number)

    return told
