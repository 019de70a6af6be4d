"""The second evaluation of the demo: eighteen interviews and three documents, from consent to a report.

Each step leaves what is there already as it is, so that a set-up that was interrupted goes on where it was.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sluitend.apps.coding import actions as coding
from sluitend.apps.design import template_store
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import ReleaseGround, Source, SourceVersion, VersionKind
from sluitend.demo.argue import Argument
from sluitend.demo.coders import Coders, DocumentPassages, Passages
from sluitend.demo.final_walk import evidence_for
from sluitend.demo.gather import gather_sources
from sluitend.demo.hearing import Hearing, read
from sluitend.demo.names_out import NamesOut, newest
from sluitend.demo.report_text import quoted

Entry = dict[str, Any]


class Final:
    """Everything that happens in the final measurement, by the people who do it."""

    def __init__(self, people: dict[str, User], evaluation: Evaluation, walk: Entry) -> None:
        self.leader, self.researcher = people["leader"], people["researcher"]
        self._coders = Coders(evaluation, {"A": people["researcher"], "B": people["second"]})
        self.evaluation, self.walk = evaluation, walk
        self.undecided: int = walk["undecided"]["interview"]
        self.names = NamesOut(self.leader, evaluation, read("names.yaml"))
        self._passages: dict[int, Passages | DocumentPassages] = {}
        self.sources: dict[int, Source] = {}

    def gather(self) -> None:
        """Take the interviews in, take the names out, and let two people code."""
        template = template_store.template(self.evaluation.template_key)
        hearing = Hearing(self.leader, self.evaluation, {one.key: one.name for one in template.perspectives})
        interviews = read("truths.yaml")["interviews"]
        self.sources = {one["number"]: hearing.take_in(one) for one in interviews}
        documents = gather_sources(self.leader, self.evaluation, self.walk["documents"])
        self.sources |= dict(enumerate(documents, len(interviews) + 1))
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

    def passages(self, number: int) -> Passages | DocumentPassages:
        """Where quotes are: of an interview in its text without names."""
        if number not in self._passages:
            source = self.sources[number]
            is_document = number > len(read("truths.yaml")["interviews"])
            self._passages[number] = DocumentPassages(source) if is_document else Passages(source, self.names)
        return self._passages[number]

    def argue(self) -> None:
        """Findings on what was planted, conclusions and a report."""
        if not self.evaluation.findings.exists():
            with transaction.atomic():
                self._argue()

    def _argue(self) -> None:
        argument = Argument(self.researcher, self.evaluation, list(self.sources.values()))
        findings = {key: self._finding(argument, entry) for key, entry in self.walk["findings"].items()}
        agreements = [self._agreement(entry) for entry in self.walk["agreements"]]
        argument.carry_out({**self.walk, "fragments": {}, "findings": findings, "agreements": agreements})
        for key in quoted(self.walk["report"]["sections"]):
            if not argument.fragments[key].version.source.is_public:
                coding.release_quote(actor=self.researcher, fragment=argument.fragments[key])

    def _finding(self, argument: Argument, entry: Entry) -> Entry:
        """The finding with its evidence, whose fragments are made when nobody coded exactly these words."""
        evidence = evidence_for(entry, but=self.undecided)
        for key, number, quote, _stance, _note in evidence:
            argument.fragments[key] = self.passages(number).fragment(self.researcher, quote)
        return {**entry, "evidence": [[key, stance, note] for key, _number, _quote, stance, note in evidence]}

    def _agreement(self, entry: Entry) -> Entry:
        """The agreement with the passages in which it stands and that show whether it was kept."""
        evidence = [
            [self.passages(number).fragment(self.researcher, quote), stance]
            for number, stance, quote in entry["evidence"]
        ]
        number, quote = entry["where"]
        return {**entry, "where": self.passages(number).fragment(self.researcher, quote), "evidence": evidence}

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
