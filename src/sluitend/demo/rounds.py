"""The first two interviews are coded in a round: blind, closed, and then talked over. A second round is planned."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.models import CodingRound, ConsensusDecision, RoundState
from sluitend.apps.coding.queries.agreement import compared_for
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.demo.interviewed import Interviewed

FILE = "ronde.yaml"
Entry = dict[str, Any]


class Rounds:
    """The rounds of an evaluation whose interviews have no names any more. Every step leaves what is there as it is."""

    def __init__(self, work: Interviewed, coders: dict[str, User]) -> None:
        self._work, self._coders = work, coders
        self._walk: Entry = work.read(FILE)

    def begin(self) -> None:
        """Plan the round and open it, before anybody codes."""
        if not self._existing():
            one = self._plan(self._walk["round"])
            actions.open_round(actor=self._work.leader, round_=one)

    def end(self) -> None:
        """Both say that they are ready; the round is closed, what they agreed on taken over, a few places decided."""
        if self._existing().filter(state=RoundState.OPEN).exists():
            with transaction.atomic():
                self._close(self._existing().get(state=RoundState.OPEN))
                self._plan(self._walk["next"])

    def _existing(self) -> Any:
        return CodingRound.objects.filter(evaluation=self._work.evaluation)

    def _plan(self, entry: Entry) -> CodingRound:
        return actions.plan_round(
            actor=self._work.leader,
            evaluation=self._work.evaluation,
            title=entry["title"],
            texts=[self._version(number) for number in entry["interviews"]],
            coders=list(self._coders.values()),
            unit=entry["unit"],
        )

    def _version(self, number: int) -> SourceVersion:
        return self._work.passages(number).version

    def _close(self, one: CodingRound) -> None:
        for number in self._walk["round"]["interviews"]:
            for coder in self._coders.values():
                actions.finish_text(actor=coder, round_=one, source=self._work.sources[number].number)
        closed = actions.close_round(actor=self._work.leader, round_=one)
        consensus.take_over_agreed(actor=self._work.researcher, round_=closed)
        for entry in self._walk["decisions"]:
            self._decide(closed, entry)

    def _decide(self, one: CodingRound, entry: Entry) -> ConsensusDecision:
        """What was decided of the place in which the quote lies."""
        source = self._work.sources[entry["interview"]].number
        span = self._work.passages(entry["interview"]).span(entry["quote"])
        compared = compared_for(self._work.researcher, one, source=source)
        code = next(pk for pk, path in compared.codes.items() if path.endswith(entry["code"]))
        place = next(
            found for found in compared.places(compared.text(source)) if found.code == code and found.holds(*span)
        )
        return consensus.decide(
            actor=self._work.researcher,
            round_=one,
            source=source,
            place=(place.start, place.end),
            code=code,
            span=span,
            applies=entry["applies"],
            reason=entry["reason"],
        )
