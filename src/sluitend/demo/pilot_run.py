"""The pilot of the demo: ten interviews in two measurements, with what was held after the first laid beside the last.

Each step leaves what is there already as it is, so that a set-up that was interrupted goes on where it was.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sluitend.apps.design import actions as design
from sluitend.apps.design import queries
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Finding, PhaseSnapshot
from sluitend.demo import pilot_walk
from sluitend.demo.argue import Argument
from sluitend.demo.interviewed import Interviewed
from sluitend.demo.pilot_registered import PilotRegistered

Entry = dict[str, Any]


class Pilot(Interviewed):
    """Everything that happens in the pilot's evaluation, by the people who do it."""

    folder = pilot_walk.FOLDER
    files = folder / "interviews"
    documents = folder / "documents"

    def about(self, interview: Entry) -> Entry:
        """In which measurement it was, and of which role it tells."""
        phase = self._phase(interview["phase"])
        number = 1 if interview["date"] < self.walk["narrowed"]["starts"] else 2
        version = queries.object_version_for(self.leader, self.evaluation, number)
        return {"phase": phase, "object_version": version}

    def _phase(self, key: str) -> Any:
        return queries.phases_for(self.leader, self.evaluation).get(name=self.walk["phase_of"][key])

    def gather(self) -> None:
        """Take the interviews in, take the names out, and let two people code."""
        self.take_in()
        for interview in self.interviews:
            self.names.take_out(self.sources[interview["number"]], interview["title"])
        second = self.read("codings-b.yaml")["interviews"]
        for number, entries in pilot_walk.codings_of(self.walk).items():
            self.code(number, {"A": entries, "B": second.get(number, [])})

    def hold_interim(self) -> None:
        """What was held after the first measurement, frozen by the project leader."""
        phase = self._phase("tussen")
        if PhaseSnapshot.objects.filter(phase=phase).exists():
            return
        early = pilot_walk.interim_numbers()
        with transaction.atomic():
            argument = self._argument()
            for key, entry in pilot_walk.interim_findings(self.walk).items():
                rows = [row for row in self.evidence(self.walk["findings"][key]) if row[1] in early]
                argument.findings[key] = argument.find(self.supported(argument, entry, rows))
            for label, entry in pilot_walk.interim_conclusions(self.walk).items():
                argument.conclude(label, entry)
            findings.freeze_phase(actor=self.leader, phase=phase)

    def ask_otherwise(self) -> None:
        """The role is another one, and so is a question about it."""
        wanted = self.walk["reworded"]
        question = queries.question_for(self.leader, self.evaluation, wanted["question"])
        if question.versions.count() == 1:
            design.reword_question(
                actor=self.leader,
                question=question,
                text=wanted["text"],
                reason=wanted["reason"],
                date=wanted["date"],
                seen=1,
            )

    def measure(self) -> None:
        """What the registration says, after the last conversations."""
        self.registered = PilotRegistered(self.leader, self.researcher, self.evaluation)

    def conclude(self) -> None:
        """The findings and answers of the last measurement, recommendations and the report; all or nothing."""
        argument = self._argument()
        self._find(argument)
        for label, entry in self.walk["conclusions"].items():
            argument.conclusions[label] = self._answer(argument, label, entry)
        agreements = [self.agreement(entry) for entry in self.walk["agreements"]]
        argument.finish({**self.walk, "agreements": agreements})
        self.release_quotes(argument)

    def _argument(self) -> Argument:
        return Argument(self.researcher, self.evaluation, list(self.sources.values()))

    def _find(self, argument: Argument) -> None:
        held = {one.title: one for one in self.evaluation.findings.all()}
        for key, entry in self.walk["findings"].items():
            whole = self.registered.filled(self.supported(argument, entry, self.evidence(entry)))
            was = held.get(entry[pilot_walk.INTERIM]["title"]) if pilot_walk.INTERIM in entry else None
            argument.findings[key] = self._revise(argument, was, whole) if was else argument.find(whole)
            self.registered.rest(argument.findings[key], entry)

    def _revise(self, argument: Argument, finding: Finding, entry: Entry) -> Finding:
        """A finding of the interim measurement, in new words and on more evidence."""
        linked = set(finding.evidence.values_list("fragment", flat=True))
        new = [row for row in entry["evidence"] if argument.fragments[row[0]].pk not in linked]
        argument.rest(finding, {"evidence": new})
        finding.refresh_from_db()
        findings.change_finding(
            actor=self.researcher,
            finding=finding,
            revision=finding.revision,
            title=entry["title"],
            text=entry["text"],
            questions=argument.questions(entry),
            single_source_reason=entry.get("single_source_reason", ""),
            answer_to_contradiction=entry.get("contradiction", ""),
        )
        argument.weigh(finding, entry)
        return finding

    def _answer(self, argument: Argument, label: str, entry: Entry) -> Any:
        """The answer of the last measurement in place of the interim one."""
        conclusion = self.evaluation.conclusions.get(question__label=label)
        return findings.change_conclusion(
            actor=self.researcher,
            conclusion=conclusion,
            revision=conclusion.revision,
            **argument.answer(entry),
        )
