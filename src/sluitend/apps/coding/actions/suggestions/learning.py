"""Learn from what people coded, say how well that goes, and suggest. In the background; the classifier is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from sluitend.apps.coding.actions.meaning import keeping
from sluitend.apps.coding.models import Learning, Suggestion, TextMeaning
from sluitend.apps.coding.queries.blindness import settled_codings
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.work import embedding_host, runs
from sluitend.work.handlers import Progress
from sluitend.work.models import Run, State

if TYPE_CHECKING:
    from sluitend.apps.coding.suggestions.material import Known
    from sluitend.engines.text.suggesting import Judged

LEARN = "coding.learn_suggestions"
PRIORITY = -50  # it can wait for what somebody looks at a page for
MOST = 100  # suggestions of one code: more at once nobody looks through
REASONS = 3


def start_learning(*, actor: User, evaluation: Evaluation) -> Run:
    """Have the computer learn from the codings as they are now; what it suggested before and nobody answered goes.

    Raises NotFound, NotAllowed and InputError with what `why_not` says.
    """
    require(actor, evaluation, Action.CODE)
    if code := why_not(evaluation):
        raise InputError(code)
    with transaction.atomic():
        there = Run.objects.filter(kind=LEARN, evaluation_id=evaluation.pk, state__in=[State.QUEUED, State.RUNNING])
        run = there.first() or runs.start(LEARN, {}, evaluation_id=evaluation.pk, requested_by_id=actor.pk)
        record(actor, "coding.suggestions_asked", evaluation, evaluation=evaluation.pk)
    return run


def why_not(evaluation: Evaluation) -> str:
    """Why there is nothing to learn from; empty when there is. Half of the texts would be learned from in silence."""
    model = embedding_host.model_name()
    if not TextMeaning.objects.filter(evaluation=evaluation, model__name=model).exists():
        return "coding.meaning_not_started"
    if keeping.missing(evaluation, model).exists():
        return "coding.meaning_not_finished"
    if not settled_codings(evaluation).filter(fragment__withdrawn_at=None).exists():
        return "coding.nothing_to_learn_from"
    return ""


def learn(evaluation_id: int, progress: Progress, *, run_id: int | None = None) -> None:
    """Judge, suggest, and write both; nothing is written of texts that went or changed meanwhile: it starts again.

    What was learned from is held while that is written: who destroys it waits, and then destroys this too.
    """
    from sluitend.apps.coding.suggestions.material import known_of

    evaluation = Evaluation.objects.get(pk=evaluation_id)
    known = known_of(evaluation, embedding_host.model_name())
    progress(20)
    judged = _judged(known)
    progress(70)
    suggestions = _suggested(evaluation_id, known, judged)
    progress(90)
    with transaction.atomic():
        used = {text.meaning_id for text in known.texts}
        held = TextMeaning.objects.select_for_update().filter(pk__in=used).order_by("pk").values_list("pk")
        if len(held) != len(used):
            runs.start(LEARN, {}, evaluation_id=evaluation_id)
            return
        Suggestion.objects.filter(evaluation=evaluation_id).delete()
        Suggestion.objects.bulk_create(suggestions, batch_size=500)
        Learning.objects.update_or_create(evaluation_id=evaluation_id, defaults=_told(known, judged, run_id))


def _told(known: Known, judged: list[Judged], run_id: int | None) -> dict[str, Any]:
    from sluitend.apps.coding.suggestions.held_out import told_of

    coded = [text for text in known.texts if text.is_coded]
    return {
        "model_name": embedding_host.model_name(),
        "passages": sum(int(text.spoken.sum()) for text in coded),
        "texts": len(coded),
        "left_out": known.left_out,
        "judged": [_row(code, one) for code, one in zip(known.codes, judged, strict=True) if one.examples],
        "held_out": told_of([text.source_id for text in coded], known.codes, judged),
        "run_id": run_id,
    }


def _row(code: int, one: Judged) -> dict[str, Any]:
    agreement = one.agreement
    return {
        "code": code,
        "examples": one.examples,
        "texts": one.texts,
        "f1": one.f1,
        "precision": one.precision,
        "recall": one.recall,
        "never": one.never,
        "always": one.always,
        "alpha": agreement.value if agreement else None,
        "reason": str(agreement.reason) if agreement and agreement.reason else "",
    }


def _judged(known: Known) -> list[Judged]:
    """The measures, over the passages of coded texts in which a respondent speaks."""
    import numpy as np

    from sluitend.engines.text.suggesting import Judged, judge

    coded = [text for text in known.texts if text.is_coded]
    if not coded or not known.codes:
        return [Judged(0, 0) for _code in known.codes]
    labels, accepted, refused = (
        np.concatenate([getattr(text, name)[text.spoken] for text in coded])
        for name in ("labels", "accepted", "refused")
    )
    texts = np.concatenate([np.full(int(text.spoken.sum()), at, np.int64) for at, text in enumerate(coded)])
    vectors = np.concatenate([text.vectors(text.spoken) for text in coded])
    return judge(vectors, labels, texts, firm=refused & ~labels, left=accepted)


def _suggested(evaluation_id: int, known: Known, judged: list[Judged]) -> list[Suggestion]:
    """What is worth showing: of codes with which the computer does better than by saying them everywhere."""
    import numpy as np

    from sluitend.engines.text.suggesting import train

    good = [at for at, one in enumerate(judged) if one.f1 is not None and one.f1 > one.always]
    coded = [text for text in known.texts if text.is_coded]
    if not good:
        return []
    answers = np.concatenate(
        [(text.labels * 1.0 - (text.refused & ~text.labels))[text.spoken][:, good] for text in coded]
    )
    learned = train(np.concatenate([text.vectors(text.spoken) for text in coded]), answers)
    limits = np.array([judged[at].threshold for at in good])
    found: dict[int, list[tuple[float, int, int]]] = {at: [] for at in good}  # code: score, text, passage
    for number, text in enumerate(known.texts):
        if text.is_blind:
            continue
        scores = learned.scores(text.vectors())
        answered = (text.labels | text.refused | text.accepted)[:, good] | ~text.spoken[:, np.newaxis]
        for place, column in zip(*np.nonzero((scores >= limits) & ~answered), strict=True):
            found[good[column]].append((float(scores[place, column]), number, int(place)))
    reasons = _Reasons(known)
    return [
        Suggestion(
            evaluation_id=evaluation_id,
            version_id=known.texts[number].version_id,
            start=int(known.texts[number].spans[place][0]),
            end=int(known.texts[number].spans[place][1]),
            code_id=known.codes[column],
            score=score,
            reasons=reasons.nearest(column, known.texts[number].vector(place)),
        )
        for column, places in found.items()
        for score, number, place in sorted(places, reverse=True)[:MOST]
    ]


class _Reasons:
    """The fragments that people gave a code, with the vectors of the passages in which they lie."""

    def __init__(self, known: Known) -> None:
        self._by_code: dict[int, list[tuple[Any, list[int]]]] = {}
        for text in known.texts:
            if text.is_coded:
                for (place, column), fragments in text.reasons.items():
                    self._by_code.setdefault(column, []).append((text.vector(place), fragments))

    def nearest(self, column: int, vector: Any) -> list[int]:
        """Ids of the fragments with this code that lie nearest, at most one of a passage."""
        ordered = sorted(self._by_code.get(column, []), key=lambda one: -float(one[0] @ vector))
        return [fragments[0] for _vector, fragments in ordered[:REASONS]]
