"""Closed rounds of coding on their way out: who coded which texts, and what was decided where they differed.

The standard has no place for them; they lie in what Sluitend puts beside the project. Of a round that is open nothing
goes: that would tell coders of each other's work. Nor does what was decided in a text that is coded blind now
(``coding.queries.blindness``, by way of ``standing``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sluitend.apps.coding.models import CodingRound, ConsensusDecision, Reopening, RoundState, RoundText
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.exchange.standing import BLIND, Standing
from sluitend.apps.sources.models import SourceVersion
from sluitend.formats.qdpx import sidecar

Guids = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Known:
    """GUIDs by id."""

    source: Guids
    code: Guids
    coding: Guids
    user: Guids


class Rounds:
    """The rounds of an evaluation that go along with these texts."""

    def __init__(self, evaluation: Evaluation, versions: Mapping[int, SourceVersion]) -> None:
        self._versions = versions
        parts = ("codes", "texts__assignments", "texts__version__source", "reopenings")
        closed = CodingRound.objects.filter(evaluation=evaluation, state=RoundState.CLOSED)
        self._rounds = list(closed.order_by("number").prefetch_related(*parts))
        self._decisions: dict[tuple[int, int], list[ConsensusDecision]] = defaultdict(list)
        self.staying: list[tuple[ConsensusDecision, str]] = []  # with the reason; those in blind texts are not told
        self.standing = Standing(evaluation, versions)
        self._part()

    def _part(self) -> None:
        rows = ConsensusDecision.objects.filter(round__in=self._rounds).select_related("round", "code")
        for one in rows.select_related("version__source").defer("version__text", "version__sealed_text"):
            why = self.standing.why(one.version, one.start, one.end)
            if why == BLIND:
                continue
            if why or one.code.merged_into_id is not None:
                self.staying.append((one, why or "merged"))
            else:
                self._decisions[one.round_id, one.version_id].append(one)

    @property
    def codes(self) -> set[int]:
        """Ids of those that rounds were about, or something was decided of."""
        scope = {code.pk for one in self._rounds for code in one.codes.all()}
        return scope | {row.code_id for some in self._decisions.values() for row in some}

    def counted(self) -> Iterator[tuple[CodingRound, int]]:
        """The rounds with how many decisions go along."""
        for one in self._rounds:
            yield one, sum(len(rows) for (pk, _version), rows in self._decisions.items() if pk == one.pk)

    def texts_staying(self) -> Iterator[tuple[CodingRound, RoundText]]:
        """Texts of these rounds that do not go along."""
        for one in self._rounds:
            for text in one.texts.all():
                if text.version_id not in self._versions:
                    yield one, text

    def people(self) -> Mapping[int, User]:
        """Everybody who stands in them, by id."""
        found: set[int | None] = set()
        for one in self._rounds:
            found |= {one.opened_by_id, one.closed_by_id, one.adjudicated_by_id}
            found |= {row.coder_id for text in self._texts(one) for row in text.assignments.all()}
            found |= {pk for row in one.reopenings.all() for pk in (row.completed_by_id, row.reopened_by_id)}
        for some in self._decisions.values():
            found |= {row.decided_by_id for row in some}
            found |= {said[0] for row in some for said in row.from_codings.get("said", ())}
        return User.objects.in_bulk([pk for pk in found if pk is not None])

    def _texts(self, one: CodingRound) -> list[RoundText]:
        going = ((text, self._versions.get(text.version_id)) for text in one.texts.all())
        return [text for text, version in going if version is not None and version.source_id not in self.standing.blind]

    def written(self, known: Known) -> tuple[sidecar.RoundMore, ...]:
        return tuple(self._round(one, known) for one in self._rounds)

    def _round(self, one: CodingRound, known: Known) -> sidecar.RoundMore:
        own = {name: getattr(one, name) for name in ("title", "unit", "is_blind", "share", "together", "seed")}
        steps = ("opened", "closed", "adjudicated")
        own |= {f"{name}_by": known.user.get(getattr(one, f"{name}_by_id") or 0) for name in steps}
        own |= {f"{name}_at": moment(getattr(one, f"{name}_at")) for name in steps}
        return sidecar.RoundMore(
            codes=tuple(sorted(known.code[code.pk] for code in one.codes.all())),
            texts=tuple(sorted(self._written_texts(one, known), key=lambda text: text.source)),
            reopenings=tuple(_reopening(row, known) for row in one.reopenings.all()),
            **own,
        )

    def _written_texts(self, one: CodingRound, known: Known) -> Iterator[sidecar.RoundTextMore]:
        for text in self._texts(one):
            coders = ((known.user[row.coder_id], moment(row.finished_at)) for row in text.assignments.all())
            decisions = (_decision(row, known) for row in self._decisions.get((one.pk, text.version_id), ()))
            yield sidecar.RoundTextMore(
                source=known.source[self._versions[text.version_id].source_id],
                coders=tuple(sorted(coders)),
                decisions=tuple(sorted(decisions, key=lambda row: (row.start, row.end, row.code))),
            )


def _decision(row: ConsensusDecision, known: Known) -> sidecar.DecisionMore:
    return sidecar.DecisionMore(
        start=row.start,
        end=row.end,
        code=known.code[row.code_id],
        applies=row.applies,
        reason=row.reason,
        by=known.user[row.decided_by_id],
        at=moment(row.decided_at),
        codings=tuple(_those(row.from_codings.get("codings", ()), known.coding)),
        said=tuple((known.user[pk], start, end) for pk, start, end in _said(row) if pk in known.user),
    )


def _said(row: ConsensusDecision) -> Iterable[tuple[int, int, int]]:
    found: Iterable[tuple[int, int, int]] = row.from_codings.get("said", ())
    return found


def _those(ids: Iterable[int], known: Guids) -> Iterator[str]:
    return (known[pk] for pk in ids if pk in known)


def _reopening(row: Reopening, known: Known) -> sidecar.ReopeningMore:
    return sidecar.ReopeningMore(
        reason=row.reason,
        completed_by=known.user[row.completed_by_id],
        completed_at=moment(row.completed_at),
        decisions=row.decisions,
        by=known.user[row.reopened_by_id],
        at=moment(row.reopened_at),
    )


def moment(when: datetime | None) -> str:
    """As exchange files write it; nothing where there is none."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if when is not None else ""
