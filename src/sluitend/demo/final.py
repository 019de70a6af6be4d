"""The second evaluation of the demo: eighteen interviews, from consent to conclusions.

Each step leaves what is there already as it is, so that a set-up that was interrupted goes on where it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from sluitend.apps.coding import actions as coding
from sluitend.apps.design import template_store
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import ReleaseGround, Source, SourceVersion, VersionKind
from sluitend.demo.argue import Argument
from sluitend.demo.coders import Coders, Passages
from sluitend.demo.hearing import Hearing, read
from sluitend.demo.names_out import NamesOut, newest

FINAL = Path(__file__).parent / "final.yaml"
ASKED = "Gevraagd, en geen antwoord."
Entry = dict[str, Any]


def read_final() -> Entry:
    """The walk of the final measurement: what is written about the interviews, and what is left to try."""
    walk: Entry = yaml.safe_load(FINAL.read_text("utf-8"))
    return walk


def evidence_of(truth: str, *, but: int) -> list[tuple[str, int, str, str, str]]:
    """What was planted for a truth, but for one interview: (key, number of the interview, quote, stance, note).

    Who was asked and had nothing to say supports a truth that tells of the silence.
    """
    found = []
    for interview in read("truths.yaml")["interviews"]:
        mine = [stance for stance in interview["stances"] if stance["truth"] == truth]
        quotes = [(quote, stance["stance"]) for stance in mine for quote in stance["quotes"]]
        for place, (quote, stance) in enumerate(quotes, 1):
            key = f"{truth}-{interview['number']}" + (f"-{place}" if place > 1 else "")
            is_silent = stance == "silent"
            row = (key, interview["number"], quote, "supports" if is_silent else stance, ASKED if is_silent else "")
            if interview["number"] != but:
                found.append(row)
    return found


class Final:
    """Everything that happens in the final measurement, by the people who do it."""

    def __init__(self, people: dict[str, User], evaluation: Evaluation, walk: Entry) -> None:
        self.leader, self.researcher = people["leader"], people["researcher"]
        self._coders = Coders(evaluation, {"A": people["researcher"], "B": people["second"]})
        self.evaluation, self.walk = evaluation, walk
        self.undecided: int = walk["undecided"]["interview"]
        self.names = NamesOut(self.leader, evaluation, read("names.yaml"))
        self._passages: dict[int, Passages] = {}
        self.sources: dict[int, Source] = {}

    def gather(self) -> None:
        """Take the interviews in, take the names out, and let two people code."""
        template = template_store.template(self.evaluation.template_key)
        hearing = Hearing(self.leader, self.evaluation, {one.key: one.name for one in template.perspectives})
        interviews = read("truths.yaml")["interviews"]
        self.sources = {one["number"]: hearing.take_in(one) for one in interviews}
        self.names.fill_list(self.sources[1])
        for interview in interviews:
            self._take_names_out(interview)
        for file in ("codings.yaml", "codings-b.yaml"):
            for number, entries in read(file)["interviews"].items():
                self._code(number, entries)

    def _take_names_out(self, interview: Entry) -> None:
        source = self.sources[interview["number"]]
        if interview["number"] == self.undecided:
            self.names.decide(newest(source), leave=self.walk["undecided"]["open"])
        else:
            self.names.take_out(source, interview["title"])

    def _code(self, number: int, entries: dict[str, list[Entry]]) -> None:
        if number != self.undecided:
            self._coders.code(lambda: self.passages(number), self.sources[number], entries)

    def passages(self, number: int) -> Passages:
        """Where the quotes of an interview are in its text without names."""
        if number not in self._passages:
            self._passages[number] = Passages(self.sources[number], self.names)
        return self._passages[number]

    def argue(self) -> None:
        """Findings on what was planted, conclusions and a report."""
        if not self.evaluation.findings.exists():
            with transaction.atomic():
                self._argue()

    def _argue(self) -> None:
        argument = Argument(self.researcher, self.evaluation, list(self.sources.values()))
        findings = {key: self._finding(argument, entry) for key, entry in self.walk["findings"].items()}
        for key in self.walk["release"]:
            coding.release_quote(actor=self.researcher, fragment=argument.fragments[key])
        argument.carry_out({**self.walk, "fragments": {}, "findings": findings})

    def _finding(self, argument: Argument, entry: Entry) -> Entry:
        """The finding with its evidence, whose fragments are made when nobody coded exactly these words."""
        evidence = evidence_of(entry["truth"], but=self.undecided)
        for key, number, quote, _stance, _note in evidence:
            argument.fragments[key] = self.passages(number).fragment(self.researcher, quote)
        return {**entry, "evidence": [[key, stance, note] for key, _number, _quote, stance, note in evidence]}

    def correct(self) -> None:
        """Somebody listened again: the fragment on the corrected words waits for a person."""
        source = self.sources[self.walk["correction"]["interview"]]
        version = newest(source)
        if version.kind != VersionKind.CORRECTED:
            version = self._corrected(source, version.text or "")
        if version.released_at is None:
            self.names.decide(version)
            ground = ReleaseGround.NAMES_TAKEN_OUT
            sources.release_version(actor=self.leader, version=version, ground=ground)

    def _corrected(self, source: Source, text: str) -> SourceVersion:
        wanted = self.walk["correction"]
        for change in wanted["changes"]:
            before, found, after = text.partition(change["from"])
            if not found:
                raise RuntimeError(f"{source} of the demo says something else")
            text = before + change["to"] + after
        with transaction.atomic():
            correction = sources.correct_text(actor=self.leader, source=source, text=text)
            return sources.publish_correction(
                actor=self.leader, correction=correction, kind=VersionKind.CORRECTED, reason=wanted["reason"]
            )
