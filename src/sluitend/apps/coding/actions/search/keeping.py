"""The index follows the texts: what may be read and is not in it comes in, what may not be read any more goes.

What should be in the index is not remembered but compared each time, so that it does not matter in which way a text
came or went: release, correction, import, a backup that was put back, or other rules for the stems.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from sluitend.apps.coding.actions.reading import AFTER_A_FAILURE, compared, is_at_rest, still_there
from sluitend.apps.coding.models import SearchText
from sluitend.apps.coding.search.index import RULES, entry, first_id, index
from sluitend.apps.coding.search.passages import Passage, passages_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.actions.withdrawing import leave_no_trace
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources.aligning import Aligner
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.engines.text.stemming import Word, words
from sluitend.work import runs
from sluitend.work.models import Run, State

KEEP, SWEEP = "coding.keep_search_index", "coding.sweep_search_index"
REMOVED_SOURCE = "sources.removed_source"  # of a line in a statement of destruction


def in_step(evaluation: Evaluation | int | None = None) -> QuerySet[SearchText]:
    """The texts in the index that are still the ones to read, as they are now: for a few of them."""
    newer = SourceVersion.objects.filter(
        source=OuterRef("version__source"), number__gt=OuterRef("version__number"), released_at__isnull=False
    )
    found = SearchText.objects.filter(
        ~Exists(newer.filter(destroyed_at__isnull=True)),
        stems=RULES,
        version__text_sha256=F("text_sha256"),
        version__released_at__isnull=False,
        version__destroyed_at__isnull=True,
        version__source__withdrawn_at__isnull=True,
    )
    return found if evaluation is None else found.filter(evaluation=evaluation)


def missing(evaluation: Evaluation | int | None = None) -> QuerySet[SourceVersion]:
    """The texts that should be in the index and are not, or not as they are now; the oldest first."""
    lacking = _compared(evaluation).filter(made=None)
    return SourceVersion.objects.filter(pk__in=lacking.values("newest")).order_by("pk")


def out_of_place() -> QuerySet[SearchText]:
    """What is in the index and should not be."""
    return SearchText.objects.exclude(pk__in=_compared().exclude(made=None).values("made"))


def _compared(evaluation: Evaluation | int | None = None) -> QuerySet[Any]:
    return compared(SearchText.objects.filter(stems=RULES), evaluation)


def keep(tell: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Bring the index in step; how many texts came in. May be stopped after any text, and goes on from there."""
    for text_id in list(out_of_place().values_list("pk", flat=True)):
        with transaction.atomic():
            drop(SearchText.objects.filter(pk=text_id))
    waiting = list(missing().values_list("pk", flat=True))
    for done, version_id in enumerate(waiting):
        tell(done, len(waiting))
        _take_in(version_id)
    return len(waiting)


def drop(texts: QuerySet[SearchText]) -> None:
    """Take texts out, within the caller's transaction; their words go with them, and are swept out of the files."""
    if texts.delete()[0]:
        ask_to_sweep()


def ask_to_sweep() -> None:
    """Within the caller's transaction; once is enough."""
    if not Run.objects.filter(kind=SWEEP, state=State.QUEUED).exists():
        runs.start(SWEEP, {})


def sweep() -> None:
    """What went is gone from the files too, and from the log of the database; on PostgreSQL its space comes free."""
    index().sweep()
    leave_no_trace()


def ask_when_behind() -> None:
    """Regularly; not while it is being done, nor soon after it failed."""
    _sweep_again()
    if is_at_rest(KEEP) and (missing().exists() or out_of_place().exists()):
        runs.start(KEEP, {})


def _sweep_again() -> None:
    """What failed left words in the files that were to be gone: it is tried until it is done."""
    last = Run.objects.filter(kind=SWEEP).order_by("-pk").first()
    if last is None or last.state not in (State.FAILED, State.CANCELLED):
        return
    if last.finished_at is None or last.finished_at <= timezone.now() - AFTER_A_FAILURE:
        ask_to_sweep()


def text_published(actor: User, before: SourceVersion, version: SourceVersion, aligner: Aligner) -> None:
    """For ``sources.hooks.version_published``: the older words, in which a name may have been left, go at once."""
    drop(SearchText.objects.filter(version=before))


def turned_confidential(actor: User, source: Source) -> None:
    """For ``sources.hooks.turned_confidential``: it is found again once it was released."""
    drop(SearchText.objects.filter(version__source=source))


def text_destroyed(version: SourceVersion) -> None:
    """For ``sources.hooks.version_destroyed``."""
    drop(SearchText.objects.filter(version=version))


def words_withdrawn(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: the texts go as a whole, at once; what others said comes back by itself."""
    drop(SearchText.objects.filter(version__in=list(destruction.texts)))


def removed(actor: User | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.removed``: the rows of a source that was deleted went with it."""
    if any(line.kind == REMOVED_SOURCE for line in destruction.lines):
        ask_to_sweep()


def _take_in(version_id: int) -> None:
    """One text, in a transaction of its own; its words are taken apart before that begins."""
    if (version := still_there(version_id)) is None:
        return
    text = version.text or ""
    passages = passages_of(version, text)
    said = [(piece, *_words(piece, one)) for piece, one in ((text[one.start : one.end], one) for one in passages)]
    with transaction.atomic():
        evaluation_id = version.source.evaluation_id
        Evaluation.objects.select_for_update(of=("self",)).filter(pk=evaluation_id).values_list("pk").first()
        still = missing(evaluation_id).filter(pk=version_id, text_sha256=version.text_sha256)
        if not still.exists():  # withdrawn or corrected meanwhile, or another process was first
            return
        first = _next_id(evaluation_id)
        row = SearchText.objects.create(
            evaluation_id=evaluation_id,
            version=version,
            text_sha256=version.text_sha256,
            stems=RULES,
            first=first,
            passages=[list(one[:3]) for one in passages],
        )
        index().add(row.pk, [entry(first + at, *one) for at, one in enumerate(said)])


def _words(piece: str, passage: Passage) -> tuple[list[Word], int]:
    """The words of a passage, and how many stand before a cut in it."""
    listed = list(words(piece))
    if passage.cut is None:
        return listed, 0
    return listed, sum(one.start < passage.cut - passage.start for one in listed)


def _next_id(evaluation_id: int) -> int:
    last = SearchText.objects.filter(evaluation=evaluation_id).order_by("-first").first()
    return first_id(evaluation_id) if last is None else last.first + len(last.passages)
