"""What rests on the results of the demo's events: findings, answers and a chapter of the final measurement.

The first half of it was written without them, as happens when registered data come late.
"""

from __future__ import annotations

from typing import Any

from sluitend.apps.analyses.queries import outside
from sluitend.apps.coding import actions as coding
from sluitend.apps.design import actions as design
from sluitend.apps.design import queries
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Conclusion, Finding
from sluitend.apps.findings.queries.agreements import agreement_lines_for
from sluitend.apps.sources import queries as sources
from sluitend.apps.sources.models import Source
from sluitend.demo.argue import Argument
from sluitend.demo.chain import Chain, read
from sluitend.demo.figures import Figures
from sluitend.demo.final_walk import read_final, with_concerns
from sluitend.demo.registered_text import RegisteredText
from sluitend.errors import NotFound

Entry = dict[str, Any]
_SAMPLED = "niemand"  # the result of which a sample was checked with practice


class Registered:
    """The researcher goes on where the final measurement was."""

    def __init__(self, chain: Chain) -> None:
        self.actor, self.evaluation, self.results = chain.researcher, chain.evaluation, chain.results
        self.figures = Figures({key: outside(row) for key, row in self.results.items()})
        self.argument = Argument(self.actor, self.evaluation, [])
        self.words, self.wanted = read("words"), read("findings")

    def argue(self) -> None:
        """All of it; the logbook comes last and says that it is there.

        Who changed the findings of the example since gets the data and their results, and keeps what is written.
        """
        if self._knows_findings():
            self._write()
        for entry in self.words["logbook"]:
            design.add_entry(actor=self.actor, evaluation=self.evaluation, **entry)

    def _knows_findings(self) -> bool:
        titles = {entry["title"]: key for key, entry in read_final()["findings"].items()}
        rows = self.evaluation.findings.all()
        self.argument.findings = {titles[row.title]: row for row in rows if row.title in titles}
        return len(self.argument.findings) == len(titles)

    def _write(self) -> None:
        self._find()
        for label, entry in self.words["conclusions"].items():
            self._conclude(label, entry)
        for number, changes in self.words["agreements"].items():
            self._judge(number, changes)
        self._tell_of_the_method()
        text = RegisteredText(self.actor, self.evaluation, self.figures, self.argument.findings, self.results)
        text.write(self.words)

    def _find(self) -> None:
        """New findings, and results under those that were there: `argument` knows all by their key."""
        for key, entry in self.wanted["more"].items():
            self._rest_more(self.argument.findings[key], entry)
        for key, entry in self.wanted["new"].items():
            self.argument.findings[key] = self._new(entry)

    def _new(self, entry: Entry) -> Finding:
        whole = with_concerns(entry, read("concerns"))
        rows = []
        for key, number, stance, quote, *note in entry["evidence"]:
            if (fragment := self._fragment(number, quote)) is not None:
                self.argument.fragments[key] = fragment
                rows.append([key, stance, *note])
        text = self.figures.filled(entry["text"])
        finding = self.argument.find({**whole, "evidence": rows, "text": text})
        self._rest(finding, entry["results"])
        return finding

    def _fragment(self, number: int, quote: str) -> Any:
        """These words in the text that is read now; None where they were withdrawn, removed or rewritten since."""
        try:
            source: Source = sources.source_for(self.actor, self.evaluation, number)
        except NotFound:
            return None
        version = source.versions.order_by("-number").first()
        start = (version.text or "").find(quote) if version else -1
        if version is None or start < 0:
            return None
        return coding.ensure_fragment(actor=self.actor, version=version, start=start, end=start + len(quote))

    def _rest(self, finding: Finding, rows: list[list[str]]) -> None:
        for key, stance, note in rows:
            if key not in self.results:  # the coded texts could not be asked, see `voices.answered`
                continue
            sample = self.wanted["sample"] if key == _SAMPLED else ""
            findings.use_result(
                actor=self.actor,
                finding=finding,
                result=self.results[key],
                stance=stance,
                note=note,
                sample_outcome=sample,
            )

    def _rest_more(self, finding: Finding, entry: Entry) -> None:
        self._rest(finding, entry["results"])
        finding.refresh_from_db()
        more = self.figures.filled(entry.get("contradiction", ""))
        findings.change_finding(
            actor=self.actor,
            finding=finding,
            revision=finding.revision,
            title=finding.title,
            text=finding.text,
            questions=list(finding.questions.all()),
            criteria=list(finding.criteria.all()),
            single_source_reason=finding.single_source_reason,
            answer_to_contradiction=f"{finding.answer_to_contradiction}{more}",
        )

    def _conclude(self, label: str, entry: Entry) -> None:
        """The answer with the findings that come with it; nothing where there is no answer."""
        found = Conclusion.objects.filter(evaluation=self.evaluation, question__label=label).first()
        if found is None:
            return
        new = [self.argument.findings[key] for key in entry["findings"]]
        findings.change_conclusion(
            actor=self.actor,
            conclusion=found,
            revision=found.revision,
            text=self.figures.changed(found.text, entry.get("changes", ())),
            not_answered_reason=found.not_answered_reason,
            findings=[*found.findings.all(), *new],
            judgement=found.judgement,
            criterion=found.criterion,
        )

    def _judge(self, number: int, changes: list[Entry]) -> None:
        for line in agreement_lines_for(self.actor, self.evaluation):
            if line.agreement.number == number and line.judgement:
                findings.judge_agreement(
                    actor=self.actor,
                    agreement=line.agreement,
                    revision=line.judgement.revision,
                    state=line.judgement.state,
                    reason=self.figures.changed(line.judgement.reason, changes),
                )

    def _tell_of_the_method(self) -> None:
        for method in queries.methods_for(self.actor, self.evaluation):
            if changes := self.words["methods"].get(method.name):
                design.change_method(
                    actor=self.actor,
                    method=method,
                    revision=method.revision,
                    name=method.name,
                    kind=method.kind,
                    note=self.figures.changed(method.note, changes),
                )


def is_there(evaluation: Evaluation) -> bool:
    """Whether an evaluation has it already."""
    titles = {entry["title"] for entry in read("words")["logbook"]}
    return evaluation.logbook.filter(title__in=titles).exists()
