"""Rounds of coding out of a file of ours: closed ones, each as a closed round here, with what was decided in it.

Decisions make codings of a text count or not, so only who plans rounds brings them in, and never over codings that were
made here: those would count no more without anybody having decided it. Until its text is released a decision waits with
the codings (``placing``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sluitend.apps.coding.actions.taking_over_rounds import (
    NewDecision,
    NewReopening,
    NewRound,
    take_over_decisions,
    take_over_round,
)
from sluitend.apps.coding.models import Code, CodingRound
from sluitend.apps.coding.queries.blindness import settled_codings
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.exchange import guids, moments
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.apps.sources.models import SourceVersion
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import Text

Row = dict[str, Any]
_OWN = ("title", "unit", "is_blind", "share", "together", "seed")
MOST = 2_000  # characters of a reason, as who decides here has


def kept_back(user: User, evaluation: Evaluation, more: Mapping[str, Any]) -> list[Loss]:
    """What of these rounds does not come in, whatever else is chosen."""
    rounds = more.get("rounds", ())
    if may(user, evaluation, Action.PLAN_ROUNDS):
        return [loss("round_known", name=one["title"]) for one in rounds if _here(evaluation, one)]
    return [loss("round_not_leader", name=one["title"], count=_count(one)) for one in rounds]


def _here(evaluation: Evaluation, one: Mapping[str, Any]) -> bool:
    opened, closed = moments.moment(one["opened_at"]), moments.moment(one["closed_at"])
    return CodingRound.objects.filter(evaluation=evaluation, opened_at=opened, closed_at=closed).exists()


def _count(one: Mapping[str, Any]) -> int:
    return sum(len(text["decisions"]) for text in one["texts"])


class Rounds:
    """Those of one file, within the caller's transaction."""

    def __init__(
        self,
        actor: User,
        evaluation: Evaluation,
        more: Mapping[str, Any],
        coder: Callable[[str | None], User],
        codes: Mapping[str, Code],
        losses: list[Loss],
    ) -> None:
        self._actor, self._evaluation, self._coder, self._codes = actor, evaluation, coder, codes
        self._losses = losses
        self.done: list[Loss] = []
        self.brought = 0
        self._rows: dict[str, list[Row]] = defaultdict(list)  # by the GUID of the text
        self._titles: dict[int, str] = {}
        self._losses += kept_back(actor, evaluation, more)
        if may(actor, evaluation, Action.PLAN_ROUNDS):
            for one in more.get("rounds", ()):
                if not _here(evaluation, one):
                    self._bring(one)

    def _bring(self, one: Mapping[str, Any]) -> None:
        codes = [self._codes[guid] for guid in one["codes"] if guid in self._codes]
        if one["codes"] and not codes:  # it would be about all of them
            self._losses.append(loss("round_no_codes", name=one["title"]))
            return
        made = take_over_round(actor=self._actor, evaluation=self._evaluation, new=self._new(one, codes))
        self.brought += 1
        self._titles[made.pk] = made.title
        for text in one["texts"]:
            self._rows[text["source"]].append(self._row(made, text))
        self.done.append(loss("round_came", name=made.title, round=str(made), count=_count(one)))

    def _new(self, one: Mapping[str, Any], codes: list[Code]) -> NewRound:
        people = {f"{name}_by": self._id(one[f"{name}_by"]) for name in ("opened", "closed", "adjudicated")}
        adjudicated = moments.moment(one["adjudicated_at"]) if one["adjudicated_at"] else None
        if adjudicated is not None and people["adjudicated_by"] is None:
            people["adjudicated_by"] = self._actor.pk  # who opens the decisions again has to know of whom they are
        return NewRound(
            own={name: one[name] for name in _OWN},
            codes=codes,
            opened_at=moments.moment(one["opened_at"]),
            closed_at=moments.moment(one["closed_at"]),
            adjudicated_at=adjudicated,
            reopenings=[self._reopening(row) for row in one["reopenings"]],
            **people,
        )

    def _id(self, guid: str | None) -> int | None:
        return self._coder(guid).pk if guid is not None else None

    def _reopening(self, row: Mapping[str, Any]) -> NewReopening:
        return NewReopening(
            reason=row["reason"][:MOST],
            completed_by=self._coder(row["completed_by"]).pk,
            completed_at=moments.moment(row["completed_at"]),
            decisions=row["decisions"],
            by=self._coder(row["by"]).pk,
            at=moments.moment(row["at"]),
        )

    def _row(self, made: CodingRound, text: Mapping[str, Any]) -> Row:
        decisions = [self._decision(one) for one in text["decisions"] if one["code"] in self._codes]
        coders = [[self._coder(guid).pk, finished] for guid, finished in text["coders"]]
        return {"round": made.pk, "coders": coders, "decisions": decisions}

    def _decision(self, one: Mapping[str, Any]) -> Row:
        said = [[self._coder(guid).pk, start, end] for guid, start, end in one["said"]]
        own = {name: one[name] for name in ("start", "end", "applies", "at")}
        people = {"by": self._coder(one["by"]).pk, "said": said, "codings": list(one["codings"])}
        return {**own, **people, "code": self._codes[one["code"]].pk, "reason": one["reason"][:MOST]}

    def of(self, text: Text, version: SourceVersion) -> list[Row]:
        """What waits with this text; nothing where it was coded here too."""
        rows = self._rows.pop(text.guid, [])
        if rows and self._is_coded_here(text, version):
            for one in rows:
                self._lose("round_text_coded", one, text.name)
            return []
        return rows

    def _is_coded_here(self, text: Text, version: SourceVersion) -> bool:
        known = guids.known(self._evaluation, ExchangeKind.CODING)
        came = {known[row["guid"]] for one in text.passages for row in one.codings if row["guid"] in known}
        here = settled_codings(self._evaluation).filter(fragment__version__source=version.source_id)
        return bool(set(here.values_list("pk", flat=True)) - came)

    def finish(self, names: Mapping[str, str]) -> None:
        """What was decided in texts that did not come in. `names`: of all texts of the file, by GUID."""
        for guid, rows in self._rows.items():
            for one in rows:
                self._lose("round_text_gone", one, names.get(guid, "?"))

    def _lose(self, code: str, row: Row, source: str) -> None:
        name = self._titles[row["round"]]
        self._losses.append(loss(code, name=name, source=source, count=len(row["decisions"])))


def decisions_of(rows: Iterable[Row]) -> list[Row]:
    """All that was decided in a text, in whatever round; each has the id of its round."""
    return [{**one, "round": row["round"]} for row in rows for one in row["decisions"]]


def put(
    actor: User,
    version: SourceVersion,
    rows: Iterable[Row],
    fits: Iterable[tuple[Row, int, int]],
    codes: Mapping[int, int],
) -> None:
    """Put what waited on a text that may be coded now, with those decisions that have a place in it."""
    known = guids.known(version.source.evaluation_id, ExchangeKind.CODING)
    placed = [(one["round"], _new(one, start, end, codes, known)) for one, start, end in fits if one["code"] in codes]
    rounds = CodingRound.objects.in_bulk([row["round"] for row in rows])
    for row in rows:
        take_over_decisions(
            actor=actor,
            version=version,
            round_=rounds[row["round"]],
            coders=[(pk, moments.moment(finished) if finished else None) for pk, finished in row["coders"]],
            decisions=[one for pk, one in placed if pk == row["round"]],
        )


def without(rows: Iterable[Row], fits: Iterable[tuple[Row, int, int]]) -> list[Row]:
    """What is left of them when these were placed: a round of which nothing is left, goes."""
    placed = {(one["round"], one["start"], one["end"], one["code"]) for one, _start, _end in fits}
    left = [{**row, "decisions": [one for one in row["decisions"] if _spot(row, one) not in placed]} for row in rows]
    return [row for row in left if row["decisions"]]


def _spot(row: Row, one: Row) -> tuple[int, int, int, int]:
    return row["round"], one["start"], one["end"], one["code"]


def outside(rows: Iterable[Row], spans: Iterable[tuple[int, int]]) -> list[Row]:
    """Without what was decided of these words; that the text was in the round stays."""
    gone = list(spans)
    return [{**row, "decisions": [one for one in row["decisions"] if not _touches(one, gone)]} for row in rows]


def _touches(one: Row, spans: Iterable[tuple[int, int]]) -> bool:
    return any(one["start"] < end and start < one["end"] for start, end in spans)


def waits(source: str, rows: Iterable[Row]) -> list[Loss]:
    """Decisions that could not be placed, to be told."""
    decisions = decisions_of(rows)
    names = dict(Code.objects.filter(pk__in={one["code"] for one in decisions}).values_list("pk", "name"))
    return [
        loss("decision_waits", name=names.get(one["code"]), source=source, start=one["start"], end=one["end"])
        for one in decisions
    ]


def _new(one: Row, start: int, end: int, codes: Mapping[int, int], known: Mapping[str, int]) -> NewDecision:
    return NewDecision(
        start=start,
        end=end,
        code=codes[one["code"]],
        applies=one["applies"],
        reason=one["reason"],
        by=one["by"],
        at=moments.moment(one["at"]),
        codings=[known[guid] for guid in one["codings"] if guid in known],
        said=[(pk, at, to) for pk, at, to in one["said"]],
    )
