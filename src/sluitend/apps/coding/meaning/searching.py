"""What lies nearest to a question or to a fragment, with its words as they stand. For the team."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import F

from sluitend.apps.coding.actions.meaning import keeping
from sluitend.apps.coding.models import Fragment, MeaningModel, TextMeaning
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.apps.sources.queries import SpeakerView, speakers_in
from sluitend.engines.text.embedding import Purpose
from sluitend.errors import InputError
from sluitend.work import embedding_host

SHOWN = 25
LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True)
class Near:
    """A passage [start, end) that lies near; ``cosine`` puts in order and means nothing by itself."""

    version: SourceVersion
    start: int
    end: int
    cosine: float
    said_by: Sequence[SpeakerView]

    @property
    def words(self) -> str:
        return (self.version.text or "")[self.start : self.end]

    @property
    def source(self) -> Source:
        return self.version.source


def search(user: User, evaluation: Evaluation, question: str) -> list[Near]:
    """The passages nearest to a question in plain words.

    Raises NotFound, NotAllowed, InputError("coding.question_too_long"), ("coding.meaning_not_started"),
    ("work.meaning_missing") and ("work.meaning_failed").
    """
    require(user, evaluation, Action.VIEW_SOURCES)
    if len(question) > LONGEST_QUESTION:
        raise InputError("coding.question_too_long", most=LONGEST_QUESTION)
    return _near(evaluation, question, Purpose.QUERY, lambda version, start, end: False)


def similar(user: User, evaluation: Evaluation, fragment: Fragment) -> list[Near]:
    """The passages nearest to a fragment that the caller was given, without its own words. Raises as ``search``."""
    require(user, evaluation, Action.VIEW_SOURCES)
    if fragment.withdrawn_at is not None:
        return []
    words = (fragment.version.text or "")[fragment.start : fragment.end]

    def is_itself(version_id: int, start: int, end: int) -> bool:
        return version_id == fragment.version_id and start < fragment.end and fragment.start < end

    return _near(evaluation, words, Purpose.PASSAGE, is_itself)


def _near(
    evaluation: Evaluation, words: str, purpose: Purpose, leave_out: Callable[[int, int, int], bool]
) -> list[Near]:
    from sluitend.apps.coding.meaning.index import nearest
    from sluitend.apps.coding.meaning.vectors import centre_from, check_like

    if not keeping.is_agreed(evaluation.pk, embedding_host.model_name()):  # before anything is told to the model
        raise InputError("coding.meaning_not_started")
    vectors, name = embedding_host.host().embed([words], purpose)
    model = MeaningModel.objects.filter(name=name).first()
    if model is None:
        return []
    centre = centre_from(bytes(model.centre))
    check_like(vectors, centre)
    found = nearest(evaluation.pk, model.pk, vectors[0], centre, 2 * SHOWN)
    return _placed(found, leave_out)


def _placed(found: Sequence[tuple[int, float]], leave_out: Callable[[int, int, int], bool]) -> list[Near]:
    """Ids of vectors as passages with their texts; what may not be read (any more) falls out."""
    near = list(islice(_spans(found, leave_out), SHOWN))
    versions = SourceVersion.objects.select_related("source__perspective").defer("sealed_text", "blocks")
    texts = versions.in_bulk({version_id for version_id, *_span in near})
    there = [one for one in near if one[0] in texts]
    spoken = speakers_in([(texts[version_id], start, end) for version_id, start, end, _cosine in there])
    return [Near(texts[one[0]], *one[1:], said_by) for one, said_by in zip(there, spoken, strict=True)]


def _spans(
    found: Sequence[tuple[int, float]], leave_out: Callable[[int, int, int], bool]
) -> Iterator[tuple[int, int, int, float]]:
    """Id of the version, start, end and cosine of what may be read, and is still the text that was read for it."""
    from sluitend.apps.coding.meaning.vectors import place_of, spans_from

    places = [(*place_of(key), cosine) for key, cosine in found]
    rows = TextMeaning.objects.filter(version__text_sha256=F("text_sha256"), version__released_at__isnull=False)
    made = rows.only("version_id", "spans").in_bulk({text_id for text_id, _place, _cosine in places})
    for text_id, place, cosine in places:
        if text_id not in made:
            continue
        start, end = (int(at) for at in spans_from(made[text_id].spans)[place])
        if not leave_out(made[text_id].version_id, start, end):
            yield made[text_id].version_id, start, end, cosine
