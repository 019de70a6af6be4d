"""The final measurement of the demo: eighteen interviews and three documents, from consent to a report."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import ReleaseGround, Source, SourceVersion, VersionKind
from sluitend.demo.argue import Argument
from sluitend.demo.interviewed import Interviewed
from sluitend.demo.names_out import newest
from sluitend.demo.rounds import Rounds

Entry = dict[str, Any]


class Final(Interviewed):
    """Everything that happens in the final measurement, by the people who do it."""

    def gather(self) -> None:
        """Take the interviews in, take the names out, and let two people code, the first interviews blind."""
        self.take_in()
        for interview in self.interviews:
            self._take_names_out(interview)
        rounds = Rounds(self, self.coders.users)
        rounds.begin()
        for file in ("codings.yaml", "codings-b.yaml"):
            for number, entries in self.read(file)["interviews"].items():
                self.code(number, entries)
        rounds.end()

    def _take_names_out(self, interview: Entry) -> None:
        source = self.sources[interview["number"]]
        if interview["number"] == self.undecided:
            self.names.decide(newest(source), leave=self.walk["undecided"]["open"])
        else:
            self.names.take_out(source, interview["title"])

    def argue(self) -> None:
        """Findings on what was planted, conclusions and a report."""
        if not self.evaluation.findings.exists():
            with transaction.atomic():
                self._argue()

    def _argue(self) -> None:
        argument = Argument(self.researcher, self.evaluation, list(self.sources.values()))
        findings = {
            key: self.supported(argument, entry, self.evidence(entry)) for key, entry in self.walk["findings"].items()
        }
        agreements = [self.agreement(entry) for entry in self.walk["agreements"]]
        argument.carry_out({**self.walk, "fragments": {}, "findings": findings, "agreements": agreements})
        self.release_quotes(argument)

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
