"""Vectors follow the texts: what may be read and has none gets them in the background, what may not be read any more
loses them at once. Nothing is made before somebody asked for it in this evaluation.

What is lacking is not remembered but compared each time, so that it does not matter in which way a text came, and that
work which was broken off goes on with the next text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from sluitend.apps.coding.actions.meaning.turns import Turn, begun, leave_nothing
from sluitend.apps.coding.actions.reading import compared, is_at_rest, still_there, to_read
from sluitend.apps.coding.models import MeaningModel, MeaningUse, PassageVector, Suggestion, TextMeaning
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.engines.text.embedding import Purpose, binary, passages, quantised
from sluitend.work import embedding_host, runs
from sluitend.work.embedding_host import EmbeddingHost
from sluitend.work.models import Run, State

READ = "coding.read_meaning"
PRIORITY = -90  # nobody waits for it: behind everything but what waits for the vectors
TURN_SECONDS = 10.0  # then whatever came meanwhile has its turn, and this goes on behind it
_HEADING = "heading"
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an evaluation's texts have been read for their meaning. ``share`` goes by length, in per cent."""

    use: MeaningUse | None
    texts: int
    waiting: int
    share: int
    is_there: bool  # a model on this machine, or a service that was set
    leaves: bool  # what is asked goes outside this machine
    is_other: bool  # another model was set since somebody gave permission
    is_queued: bool  # the worker has other work first

    @property
    def can_ask(self) -> bool:
        """Whether something can be found already."""
        return self.is_there and self.use is not None and not self.is_other and self.waiting < self.texts


def progress_for(user: User, evaluation: Evaluation) -> Progress:
    """Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_SOURCES)
    queued = Exists(Run.objects.filter(kind=READ, evaluation_id=OuterRef("evaluation"), state=State.QUEUED))
    uses = MeaningUse.objects.select_related("started_by").annotate(is_queued=queued)
    use = uses.filter(evaluation=evaluation).first()
    name = embedding_host.model_name()
    lacking = Q(made=None)
    told = _compared(evaluation, name).aggregate(
        texts=Count("pk"),
        size=Sum("length"),
        waiting=Count("pk", filter=lacking),
        left=Sum("length", filter=lacking),
    )
    length, left = told["size"] or 0, told["left"] or 0
    return Progress(
        use,
        told["texts"],
        told["waiting"],
        100 * (length - left) // length if length else 100,
        bool(name),
        embedding_host.leaves_machine(),
        use is not None and use.model_name != name,
        use is not None and use.is_queued,
    )


def missing(evaluation: Evaluation | int, name: str) -> QuerySet[SourceVersion]:
    """The texts without vectors of this model, or with those of other words; the oldest first."""
    lacking = _compared(evaluation, name).filter(made=None)
    return SourceVersion.objects.filter(pk__in=lacking.values("newest")).order_by("pk")


def _compared(evaluation: Evaluation | int, name: str) -> QuerySet[Any]:
    return compared(TextMeaning.objects.filter(model__name=name), evaluation)


def forget(versions: Sequence[int] | QuerySet[Any, Any]) -> int:
    """Destroy the vectors of these texts, and what was suggested in them; within the caller's transaction.

    The suggestions last: who is writing them holds the texts until they are there (``learning.learn``).
    """
    texts = TextMeaning.objects.filter(version__in=versions)
    list(texts.select_for_update().order_by("pk").values_list("pk"))
    PassageVector.objects.filter(text__version__in=versions).delete()
    count = texts.delete()[0]
    Suggestion.objects.filter(version__in=versions).delete()
    return count


def ask_when_behind() -> None:
    """Regularly; not while it is being done, nor soon after it failed. Only with the model that was agreed to."""
    name = embedding_host.model_name()
    for use in MeaningUse.objects.filter(model_name=name) if name else ():
        if is_at_rest(READ, evaluation_id=use.evaluation_id) and missing(use.evaluation_id, name).exists():
            runs.start(READ, {}, evaluation_id=use.evaluation_id)


def read_on(evaluation_id: int, tell: Tell, *, seconds: float = TURN_SECONDS) -> bool:
    """Make vectors of texts that lack them, for at most about so long, and until other work waits; True when nothing
    is left. A text that is too long for one turn goes on in the next.

    Raises InputError("work.meaning_missing") and ("work.meaning_failed").
    """
    name, turn = embedding_host.model_name(), Turn(READ, seconds)
    waiting: list[int] = []
    if is_agreed(evaluation_id, name):
        _forget_what_is_older(evaluation_id, name)
        waiting = list(missing(evaluation_id, name).values_list("pk", flat=True))
    for done, version_id in enumerate(waiting):
        if turn.is_over:
            return False
        tell(done, len(waiting))
        if not _read(version_id, turn, lambda: tell(done, len(waiting))):  # noqa: B023 - called at once
            return False
    leave_nothing(evaluation_id)
    return True


def is_agreed(evaluation_id: int, name: str) -> bool:
    """Whether somebody has said that this model may read the texts, and nobody has taken that back."""
    return MeaningUse.objects.filter(evaluation=evaluation_id, model_name=name).exists()


def _forget_what_is_older(evaluation_id: int, name: str) -> None:
    """Vectors of another model, of words that changed, or of a text that is not read any more."""
    right = Q(model__name=name, version__in=to_read(evaluation_id), version__text_sha256=F("text_sha256"))
    older = TextMeaning.objects.filter(evaluation=evaluation_id).exclude(right)
    with transaction.atomic():
        forget(list(older.values_list("version_id", flat=True)))


def _read(version_id: int, turn: Turn, breathe: Callable[[], None]) -> bool:
    """One text, written in a transaction of its own; what was withdrawn meanwhile is not written.

    False when the turn ended before the text did.
    """
    from sluitend.apps.coding.meaning.vectors import centre_from, check_like

    if (version := still_there(version_id)) is None:
        return True
    evaluation_id, text = version.source.evaluation_id, version.text or ""
    spans = spans_of(version, text)
    host = embedding_host.host(is_background=True)
    model = _model(host)
    centre = centre_from(bytes(model.centre))
    have = begun(evaluation_id, (version.pk, version.text_sha256, model.name))
    while have.passages < len(spans):
        if have.passages and turn.is_over:
            return False
        if not is_agreed(evaluation_id, model.name):
            return True
        breathe()
        asked = spans[have.passages : have.passages + turn.ask()]
        some, name = host.embed([text[start:end] for start, end in asked], Purpose.PASSAGE)
        if name != model.name:  # another setting, since the worker was started anew
            return True
        check_like(some, centre)
        turn.answered(len(asked))
        have.add(some)
    _write(version, model, spans, have.vectors)
    leave_nothing(evaluation_id)
    return True


def spans_of(version: SourceVersion, text: str) -> list[tuple[int, int]]:
    """The passages of a text: see ``engines.text.embedding.passages``."""
    blocks = [(row[0], row[1]) for row in version.blocks if row[2] != _HEADING]
    return passages(text, blocks, [(row[0], row[1]) for row in version.turns if row[1] > row[0]])


def _model(host: EmbeddingHost) -> MeaningModel:
    """The row of the model that is set, with its centre."""
    from sluitend.apps.coding.meaning.vectors import centre_of

    known = MeaningModel.objects.filter(name=embedding_host.model_name()).first()
    if known is not None:
        return known
    centre, name = centre_of(host)
    return MeaningModel.objects.get_or_create(name=name, defaults={"centre": centre.astype("<f4").tobytes()})[0]


def _write(version: SourceVersion, model: MeaningModel, spans: list[tuple[int, int]], vectors: list[Any]) -> None:
    import numpy as np

    from sluitend.apps.coding.meaning.vectors import WORD, centre_from, key_of, spans_to_bytes

    centre = centre_from(bytes(model.centre))
    rows = np.concatenate(vectors) if vectors else np.zeros((0, len(centre)), np.float32)
    with transaction.atomic():
        Source.objects.select_for_update().filter(pk=version.source_id).values_list("pk").first()
        agreed = MeaningUse.objects.filter(evaluation=version.source.evaluation_id, model_name=model.name)
        if agreed.select_for_update().first() is None:  # who stops it meanwhile waits, and then destroys this too
            return
        still = missing(version.source.evaluation_id, model.name)
        if not still.filter(pk=version.pk, text_sha256=version.text_sha256).exists():
            return  # withdrawn, corrected or deleted meanwhile, or another process was first
        forget([version.pk])
        made = TextMeaning.objects.create(
            version=version,
            evaluation_id=version.source.evaluation_id,
            model=model,
            text_sha256=version.text_sha256,
            passages=len(spans),
            spans=spans_to_bytes(spans),
            bits=binary(rows, centre).astype(WORD).tobytes(),
        )
        small = quantised(rows) if len(rows) else rows
        keep = [PassageVector(pk=key_of(made.pk, at), text=made, vector=row.tobytes()) for at, row in enumerate(small)]
        PassageVector.objects.bulk_create(keep, batch_size=500)
