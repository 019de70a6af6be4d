"""What coders of a round marked, as figures and comparing need it: never of a round that is being coded blind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from sluitend.apps.coding.agreement.differences import Marked, Place, places_of
from sluitend.apps.coding.agreement.ratings import Code, CodedText, Coder, Sample
from sluitend.apps.coding.agreement.units import Span, UnitKind, Units, units_of
from sluitend.apps.coding.models import (
    CodeChange,
    CodeChangeKind,
    CodingRound,
    CodingStep,
    RoundAssignment,
    RoundState,
    RoundText,
    StepKind,
)
from sluitend.apps.coding.queries.blindness import blind_sources, settled_codings
from sluitend.apps.coding.queries.codebook import codebook_for, flat
from sluitend.apps.design.access import check, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotFound


class Away(StrEnum):
    """Why a text of a round is not compared."""

    GONE = "gone"  # withdrawn, or no longer there to read
    BLIND = "blind"  # being coded blind in another round


@dataclass(frozen=True)
class TextInRound:
    """A text of a round; `finished` and `others` are the coders that were asked, by whether they said to be ready."""

    number: int  # of the source
    title: str
    version: SourceVersion
    finished: tuple[Coder, ...]
    others: tuple[Coder, ...]
    away: Away | None

    @property
    def compared(self) -> tuple[Coder, ...]:
        """Whose work is compared: of who finished; where nobody did, of everybody who was asked."""
        return self.finished or self.others


@dataclass(frozen=True)
class Compared:
    """A round as it can be compared, in units of one kind. `people` are names by coder, `codes` paths by code, in the
    order of the codebook; `marked` by version.

    `late` are codings of after the round was closed: they can be decided about, and have no part in the figures, since
    whoever made them could see what the others did. `early` are those of before it was opened: they count,
    and that is told. So it is of `suggested`, which a coder took over from what the computer suggested.
    """

    round: CodingRound
    kind: UnitKind
    texts: tuple[TextInRound, ...]
    people: Mapping[Coder, str]
    codes: Mapping[Code, str]
    marked: Mapping[int, tuple[Marked, ...]] = field(default_factory=dict)
    late: frozenset[int] = frozenset()
    early: frozenset[int] = frozenset()
    suggested: frozenset[int] = frozenset()

    @cached_property
    def present(self) -> tuple[TextInRound, ...]:
        return tuple(one for one in self.texts if one.away is None)

    @cached_property
    def units(self) -> Mapping[int, Units]:
        """By version."""
        return {
            one.version.pk: units_of(self.kind, one.version.text or "", one.version.blocks, one.version.turns)
            for one in self.present
        }

    @cached_property
    def sample(self) -> Sample:
        """What the figures are about: of every text only who finished it."""
        return Sample(tuple(self._coded(one) for one in self.present), tuple(self.people))

    def in_time(self, version: int) -> tuple[Marked, ...]:
        """What was marked while the round was open, or before."""
        return tuple(one for one in self.marked.get(version, ()) if one.coding not in self.late)

    @property
    def left_out(self) -> int:
        """How many codings of coders who are compared have no part in the figures."""
        return sum(one.coding in self.late for _text, one in self._of_finished())

    @property
    def brought_along(self) -> int:
        """How many codings in the figures were there before the round was opened."""
        return sum(one.coding in self.early for _text, one in self._of_finished())

    def from_suggestions(self, sample: Sample, codes: Collection[Code]) -> int:
        """How many codings in figures of this sample and these codes came from a suggestion."""
        if not self.suggested:
            return 0
        whose = {one.key: one.coders & set(sample.coders) for one in sample.compared}
        marks = (one for version in whose for one in self.in_time(version) if one.coder in whose[version])
        return sum(one.coding in self.suggested and one.code in codes for one in marks)

    @property
    def gave_nothing(self) -> dict[Coder, list[int]]:
        """Coders with the numbers of texts that they finished without giving one code in it."""
        gave = {(text.number, one.coder) for text, one in self._of_finished() if one.coding not in self.late}
        found: defaultdict[Coder, list[int]] = defaultdict(list)
        for text in self.present:
            for coder in text.finished:
                if (text.number, coder) not in gave:
                    found[coder].append(text.number)
        return dict(found)

    def _of_finished(self) -> Iterator[tuple[TextInRound, Marked]]:
        for text in self.present:
            marks = self.marked.get(text.version.pk, ())
            yield from ((text, one) for one in marks if one.coder in text.finished)

    def places(self, text: TextInRound) -> list[Place]:
        """Every place in this text that somebody gave a code."""
        pk = text.version.pk
        return places_of(self.marked.get(pk, ()), text.compared, self.units[pk])

    def text(self, number: int) -> TextInRound:
        """The text of S<number>. Raises NotFound when it is not compared in this round."""
        found = next((one for one in self.present if one.number == number), None)
        if found is None:
            raise NotFound("source")
        return found

    def _coded(self, text: TextInRound) -> CodedText:
        spans: defaultdict[tuple[Coder, Code], list[Span]] = defaultdict(list)
        for one in self.in_time(text.version.pk):
            spans[one.coder, one.code].append(one.span)
        version = text.version
        return CodedText(version.pk, version.length, self.units[version.pk], frozenset(text.finished), dict(spans))


def compared_round_for(user: User, evaluation: Evaluation, number: int) -> CodingRound:
    """R<number>, when its coders may be compared.

    Raises NotFound, NotAllowed, InputError("coding.round_not_closed").
    """
    require(user, evaluation, Action.VIEW_CODING)
    found = CodingRound.objects.filter(evaluation=evaluation, number=number).first()
    if found is None:
        raise NotFound("round")
    if found.state == RoundState.PLANNED or (found.state == RoundState.OPEN and found.is_blind):
        raise InputError("coding.round_not_closed", round=found.number)
    found.evaluation = evaluation
    return found


@dataclass(frozen=True, slots=True)
class Since:
    """What makes figures of a closed round others than they were at its closing: `taken_off` are codes that its coders
    took off since, as far as steps are kept, `recoded` changes of the codebook that put codings under another code, or
    a code under another that the round was about.
    """

    taken_off: int = 0
    recoded: int = 0


def changed_since(compared: Compared) -> Since:
    """Since a round was closed. Two queries; for a caller that has checked who asks."""
    round_ = compared.round
    if round_.closed_at is None:
        return Since()
    steps = _steps_in(compared)
    later = steps.filter(
        *(Q(**{name: OuterRef(name)}) for name in ("user", "version", "start", "end", "code")),
        kind=StepKind.CODE_APPLIED,
        created_at__gt=round_.closed_at,
        created_at__lte=OuterRef("created_at"),
    )
    removed = Q(~Exists(later), kind=StepKind.CODE_REMOVED, undone_at=None, created_at__gt=round_.closed_at)
    undone = Q(kind=StepKind.CODE_APPLIED, undone_at__gt=round_.closed_at, created_at__lte=round_.closed_at)
    changes = CodeChange.objects.filter(code__evaluation=round_.evaluation_id, at__gt=round_.closed_at)
    return Since(steps.filter(removed | undone).count(), changes.filter(kind__in=_RECODING).count())


def _steps_in(compared: Compared) -> QuerySet[CodingStep]:
    """In texts that are compared, of who finished them, with the codes that the round is about."""
    steps = CodingStep.objects.filter(version__in=[one.version.pk for one in compared.present])
    names_codes = Exists(CodingRound.codes.through.objects.filter(codinground=compared.round.pk))
    steps = steps.filter(~names_codes | Q(code__in=list(compared.codes)))
    finished = RoundAssignment.objects.filter(text__round=compared.round, finished_at__isnull=False)
    return steps.filter(Exists(finished.filter(text__version=OuterRef("version"), coder=OuterRef("user"))))


_RECODING = (
    *(CodeChangeKind.MERGED, CodeChangeKind.UNMERGED),
    *(CodeChangeKind.SPLIT, CodeChangeKind.UNSPLIT, CodeChangeKind.MOVED),
)


def compared_for(
    user: User, round_: CodingRound, kind: UnitKind | None = None, *, source: int | None = None
) -> Compared:
    """A round of `compared_round_for`, or one text of it (S<source>), which is read. A fixed number of queries.

    Raises NotFound, NotAllowed.
    """
    check(user, round_.evaluation, Action.VIEW_CODING)
    texts = _texts(round_, source)
    marked, *which = _marked(round_, [one.version.pk for one in texts if one.away is None])
    used = {one.code for marks in marked.values() for one in marks}
    codes = _codes(user, round_, used)
    kept = {key: tuple(one for one in marks if one.code in codes) for key, marks in marked.items()}
    return Compared(round_, kind or UnitKind(round_.unit), texts, _people(texts), codes, kept, *which)


def _texts(round_: CodingRound, source: int | None) -> tuple[TextInRound, ...]:
    rows = RoundText.objects.filter(round=round_).select_related("version__source")
    if source is not None:
        rows = rows.filter(version__source__number=source)
    coders = _assigned(round_)
    blind = set(
        blind_sources().filter(round__evaluation=round_.evaluation_id).values_list("version__source", flat=True)
    )
    return tuple(
        TextInRound(
            row.version.source.number,
            seals.title_of(row.version.source),
            row.version,
            tuple(pk for pk, is_ready in coders[row.pk] if is_ready),
            tuple(pk for pk, is_ready in coders[row.pk] if not is_ready),
            _away(row.version, blind),
        )
        for row in rows.order_by("version__source__number")
    )


def _away(version: SourceVersion, blind: set[int]) -> Away | None:
    if version.text is None or version.source.withdrawn_at is not None:
        return Away.GONE
    return Away.BLIND if version.source_id in blind else None


def _assigned(round_: CodingRound) -> Mapping[int, list[tuple[Coder, bool]]]:
    """By text who codes it and whether they said to be ready, in the order of their names."""
    found: defaultdict[int, list[tuple[Coder, bool]]] = defaultdict(list)
    rows = RoundAssignment.objects.filter(text__round=round_).order_by("coder__name", "coder")
    for text, coder, finished in rows.values_list("text", "coder", "finished_at"):
        found[text].append((coder, finished is not None))
    return found


def _people(texts: Iterable[TextInRound]) -> dict[Coder, str]:
    """Names, in their order."""
    asked = {pk for one in texts for pk in (*one.finished, *one.others)}
    return dict(User.objects.filter(pk__in=asked).order_by("name", "pk").values_list("pk", "name"))


def _marked(
    round_: CodingRound, versions: list[int]
) -> tuple[dict[int, tuple[Marked, ...]], frozenset[int], frozenset[int], frozenset[int]]:
    """By version, and the ids of those that were made after the round was closed, and before it was opened, and of
    those that came from a suggestion.
    """
    found: defaultdict[int, list[Marked]] = defaultdict(list)
    late, early, suggested = set[int](), set[int](), set[int]()
    codings = settled_codings(round_.evaluation_id).filter(
        fragment__version__in=versions, fragment__withdrawn_at__isnull=True
    )
    told = ("fragment__version_id", "created_at", "suggested")
    marks = ("pk", "coder_id", "code_id", "fragment__start", "fragment__end")
    for version, at, origin, *row in codings.order_by("pk").values_list(*told, *marks):
        found[version].append(Marked(*row))
        if round_.closed_at is not None and at > round_.closed_at:
            late.add(row[0])
        if round_.opened_at is not None and at < round_.opened_at:
            early.add(row[0])
        if origin is not None:
            suggested.add(row[0])
    kept = {version: tuple(those) for version, those in found.items()}
    return kept, frozenset(late), frozenset(early), frozenset(suggested)


def _codes(user: User, round_: CodingRound, used: Iterable[Code]) -> dict[Code, str]:
    """The codes that a round is about, those below them too: all of them when it names none."""
    chosen = set(round_.codes.values_list("pk", flat=True))
    found: dict[Code, str] = {}
    covered: set[Code] = set()
    for node in flat(codebook_for(user, round_.evaluation, keep=used)):
        if not chosen or node.code.pk in chosen or node.code.parent_id in covered:
            covered.add(node.code.pk)
            found[node.code.pk] = node.path
    return found
