"""Which passages count: of the texts that somebody may read, and of those what was chosen above the list."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import Code, SearchText
from sluitend.apps.coding.queries.blindness import visible_codings
from sluitend.apps.coding.search.asking import Found
from sluitend.apps.coding.search.index import first_id, last_id
from sluitend.apps.coding.search.passages import touching
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, is_allowed
from sluitend.apps.sources.models import Source, Speaker

Places = Mapping[int, Collection[int]]  # id of a text in the index -> which of its passages


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody narrows the search to; nothing for everything."""

    kind: str = ""  # of the source
    perspective: Perspective | None = None  # of who speaks
    code: Code | None = None  # on the passage, it or one below it; as far as the user may see codings


class Shelf:
    """Which texts in the index count, by the ids of their passages. No query where all do, else those of the choice.

    Whether a text is still the one to read is seen when it is read (``finding``): of all texts that takes long, since
    SQLite reads past a text to what stands after it in its row. Raises NotFound, NotAllowed.
    """

    def __init__(self, user: User, evaluation: Evaluation, choice: Choice) -> None:
        role = check(user, evaluation, Action.VIEW_PUBLIC_SOURCE)
        self._is_whole = choice == Choice() and is_allowed(role, Action.VIEW_SOURCES)
        if self._is_whole:
            return
        bounds = first_id(evaluation.pk), last_id(evaluation.pk)  # all that is asked lies in the index on "first"
        rows = list(SearchText.objects.filter(first__range=bounds).order_by("first").values_list("first", "pk"))
        self._firsts, self._ids = [first for first, _pk in rows], [pk for _first, pk in rows]
        self._readable = frozenset(self._ids)
        if choice.kind or not is_allowed(role, Action.VIEW_SOURCES):
            readable = keeping.in_step(evaluation)
            if not is_allowed(role, Action.VIEW_SOURCES):
                readable = readable.filter(version__source__is_public=True)
            if choice.kind:
                readable = readable.filter(version__source__kind=choice.kind)
            self._readable = frozenset(readable.values_list("pk", flat=True))
        self._chosen = _chosen(user, evaluation, choice, self._readable)

    def holds(self, text_id: int) -> bool:
        """Whether it is a text that counts: one that came in since the shelf was read is none where not all do."""
        return self._is_whole or text_id in self._readable

    def counted(self, found: Iterator[Found]) -> Iterator[Found]:
        """Of passages those that the user may read, and that were chosen."""
        return found if self._is_whole else (one for one in found if self._counts(one[0]))

    def _counts(self, passage_id: int) -> bool:
        found = bisect_right(self._firsts, passage_id) - 1
        if found < 0:
            return False
        text_id, place = self._ids[found], passage_id - self._firsts[found]
        return self.holds(text_id) and all(place in places.get(text_id, ()) for places in self._chosen)


def _chosen(user: User, evaluation: Evaluation, choice: Choice, text_ids: Collection[int]) -> list[Places]:
    """The passages that each part of the choice leaves; nothing is left out by an empty list."""
    if choice.perspective is None and choice.code is None:
        return []
    texts = SearchText.objects.filter(evaluation=evaluation)
    rows = texts.values("pk", "version_id", "version__source_id", "version__source__perspective_id", "passages")
    listed = [row for row in rows if row["pk"] in text_ids]
    found: list[Places] = []
    if choice.perspective is not None:
        found.append(_spoken(evaluation, choice.perspective.pk, listed))
    if choice.code is not None:
        found.append(_coded(user, evaluation, choice.code, listed))
    return found


def _spoken(evaluation: Evaluation, perspective_id: int, texts: Iterable[Mapping[str, Any]]) -> Places:
    """What somebody of this perspective says; of words that are nobody's the source tells."""
    speakers = _perspectives(evaluation)
    return {
        text["pk"]: {
            place
            for place, (_start, _end, speaker) in enumerate(text["passages"])
            if speakers.get((text["version__source_id"], speaker), text["version__source__perspective_id"])
            == perspective_id
        }
        for text in texts
    }


def _perspectives(evaluation: Evaluation) -> dict[tuple[int, int | None], int | None]:
    """{(source, number of a speaker): perspective} as ``sources.speakers`` has it. One query.

    What is not known of a speaker is as it is of the respondent, else of the source; who asks has none by itself.
    """
    rows = Speaker.objects.filter(source__evaluation=evaluation).select_related("respondent", "source")
    by_id = {row.pk: row for row in rows}
    found: dict[tuple[int, int | None], int | None] = {}
    for row in by_id.values():
        root = row
        while root.merged_into_id is not None:
            root = by_id[root.merged_into_id]
        known: list[Speaker | Source | Any] = [root]
        if not root.is_interviewer:
            known += [one for one in (root.respondent, root.source) if one is not None]
        found[row.source_id, row.number] = next((one.perspective_id for one in known if one.perspective_id), None)
    return found


def _coded(user: User, evaluation: Evaluation, code: Code, texts: Iterable[Mapping[str, Any]]) -> Places:
    """What carries the code or one below it, as far as this user may see who coded what."""
    codings = visible_codings(user, evaluation).filter(code__in=_with_all_below(code)).order_by()
    spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for version_id, start, end in codings.values_list("fragment__version", "fragment__start", "fragment__end"):
        spans[version_id].append((start, end))
    return {text["pk"]: _touched(text["passages"], spans[text["version_id"]]) for text in texts}


def _touched(passages: Sequence[Sequence[Any]], spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in touching(passages, start, end)}


def _with_all_below(code: Code) -> set[int]:
    under: defaultdict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Code.objects.filter(evaluation=code.evaluation_id).values_list("pk", "parent_id"):
        under[parent].append(pk)
    found, waiting = set[int](), [code.pk]
    while waiting:
        found.add(one := waiting.pop())
        waiting += [pk for pk in under[one] if pk not in found]
    return found
