"""What still has to be looked at before the fieldwork starts: the parts of the design, each with its gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries.agreements import agreements_for
from sluitend.apps.design.queries.bodies import body_actions_for
from sluitend.apps.design.queries.evaluated_object import object_versions_for
from sluitend.apps.design.queries.framework import CriterionLine, criteria_for
from sluitend.apps.design.queries.locking import lock_is_overdue
from sluitend.apps.design.queries.matrix import Grid, grid_for
from sluitend.apps.design.queries.questions import QuestionLine, answered, questions_for
from sluitend.apps.design.queries.who import methods_for, perspectives_for, phases_for, topic_counts
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Text


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the design: what stands there in a few words, and what is still missing."""

    label: Text
    url_name: str
    icon: str
    note: Text
    gaps: Sequence[Text]


def parts_for(user: User, evaluation: Evaluation) -> list[Part]:
    """The parts of the design, in the order in which one looks at them; about a dozen queries."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    questions = questions_for(user, evaluation)
    grid = grid_for(user, evaluation)
    return [
        _general(evaluation),
        _object(user, evaluation),
        _questions(questions),
        _perspectives(user, evaluation, grid),
        _places(evaluation, grid),
        _methods(user, evaluation),
        _matrix(grid),
        _framework(user, evaluation, questions),
        _phases(user, evaluation),
        _agreements(user, evaluation),
        _bodies(user, evaluation),
    ]


def _general(evaluation: Evaluation) -> Part:
    gaps = []
    if evaluation.commissioner is None:
        gaps.append(_("The commissioner is not named yet."))
    if evaluation.starts is None or evaluation.ends is None:
        gaps.append(_("Start or end date is missing."))
    return Part(_("General data"), "design:general", "settings", evaluation.get_status_display(), gaps)


def _object(user: User, evaluation: Evaluation) -> Part:
    versions = object_versions_for(user, evaluation)
    gaps = [_("The scope has not been described yet.")] if not any(one.scope for one in versions) else []
    note = ngettext("%(count)d version", "%(count)d versions", len(versions)) % {"count": len(versions)}
    return Part(_("Evaluated object"), "design:object", "target", note, gaps)


def _questions(questions: list[QuestionLine]) -> Part:
    count = len(answered(questions))
    note = ngettext("%(count)d question to answer", "%(count)d questions to answer", count) % {"count": count}
    return Part(_("Questions"), "design:questions", "question-mark", note, [])


def _perspectives(user: User, evaluation: Evaluation, grid: Grid) -> Part:
    rows = perspectives_for(user, evaluation)
    counts = topic_counts(user, evaluation)
    asked = {cell.perspective.pk for row in grid.rows for cell in row.cells if cell.plans}
    gaps: list[Text] = []
    for row in rows:
        if not counts[row.pk]:
            gaps.append(_("%(name)s: no topic list yet.") % {"name": row.name})
        if row.pk not in asked:
            gaps.append(_("%(name)s: not in the matrix.") % {"name": row.name})
    topics = sum(counts.values())
    words = ngettext("%(count)d perspective, %(topics)d topics", "%(count)d perspectives, %(topics)d topics", len(rows))
    note = words % {"count": len(rows), "topics": topics}
    return Part(_("Perspectives"), "design:perspectives", "users-group", note, gaps)


def _places(evaluation: Evaluation, grid: Grid) -> Part:
    count = evaluation.places.count()
    gaps = [_("No places have been added yet.")] if not count else []
    per_place = any(plan.total is None for row in grid.rows for cell in row.cells for plan in cell.plans)
    if count and per_place:
        gaps.append(_("The matrix plans for each place, but no place of the kind that is compared has been added."))
    note = ngettext("%(count)d place", "%(count)d places", count) % {"count": count}
    return Part(_("Places"), "design:places", "map-pin", note, gaps)


def _methods(user: User, evaluation: Evaluation) -> Part:
    count = methods_for(user, evaluation).count()
    note = ngettext("%(count)d method", "%(count)d methods", count) % {"count": count}
    return Part(_("Methods"), "design:methods", "clipboard-list", note, [])


def _matrix(grid: Grid) -> Part:
    gaps: list[Text] = [
        _("%(label)s rests on fewer than two perspectives or two methods.") % {"label": row.question.label}
        for row in grid.gaps
    ]
    cells = sum(bool(cell.plans) for row in grid.rows for cell in row.cells)
    note = ngettext("%(count)d cell planned", "%(count)d cells planned", cells) % {"count": cells}
    return Part(_("Evaluation matrix"), "design:matrix", "table", note, gaps)


def _framework(user: User, evaluation: Evaluation, questions: list[QuestionLine]) -> Part:
    criteria = criteria_for(user, evaluation)
    note = ngettext("%(count)d criterion", "%(count)d criteria", len(criteria)) % {"count": len(criteria)}
    gaps = list(_unjudged(criteria, questions))
    if lock_is_overdue(user, evaluation):
        gaps.insert(0, _("The fieldwork has begun, and the framework has not been fixed."))
    if evaluation.framework_locked_at:
        note = _("%(criteria)s, fixed") % {"criteria": note}
    return Part(_("Assessment framework"), "design:framework", "scale", note, gaps)


def _unjudged(criteria: list[CriterionLine], questions: list[QuestionLine]) -> Iterator[Text]:
    for line in criteria:
        if line.to_fill:
            yield _("Criterion “%(name)s”: name the source.") % {"name": line.name}
    judged = {line.question_id for line in criteria}
    for question in answered(questions):
        if question.id not in judged and not question.no_criterion:
            yield _("%(label)s has no criterion, and no reason why not.") % {"label": question.label}


def _phases(user: User, evaluation: Evaluation) -> Part:
    rows = list(phases_for(user, evaluation))
    gaps = [_("Not every phase has dates.")] if any(row.starts is None for row in rows) else []
    note = ngettext("%(count)d phase", "%(count)d phases", len(rows)) % {"count": len(rows)}
    return Part(_("Planning"), "design:phases", "calendar", note, gaps)


def _agreements(user: User, evaluation: Evaluation) -> Part:
    count = agreements_for(user, evaluation).count()
    note = ngettext("%(count)d agreement", "%(count)d agreements", count) % {"count": count}
    return Part(_("Agreements"), "design:agreements", "clipboard-list", note, [])


def _bodies(user: User, evaluation: Evaluation) -> Part:
    names = list(evaluation.bodies.values_list("name", "mandate"))
    late = sum(line.state == "late" for line in body_actions_for(user, evaluation))
    gaps: list[Text] = [_("%(name)s: no mandate yet.") % {"name": name} for name, mandate in names if not mandate]
    if late:
        gaps.append(ngettext("%(count)d action is late.", "%(count)d actions are late.", late) % {"count": late})
    note = ngettext("%(count)d body", "%(count)d bodies", len(names)) % {"count": len(names)}
    return Part(_("Bodies and meetings"), "design:bodies", "users-group", note, gaps)
