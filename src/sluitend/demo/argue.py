"""From passages to a report: codes, findings, conclusions, recommendations and the written sections."""

from __future__ import annotations

import re
from typing import Any

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding import queries as coding_queries
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Agreement, Evaluation, Question
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Conclusion, Finding
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions as reporting
from sluitend.apps.reporting import checker
from sluitend.apps.reporting import queries as reporting_queries
from sluitend.apps.reporting.actions.waiving import waive
from sluitend.apps.sources.models import Source
from sluitend.demo.report_text import NAMED

Entry = dict[str, Any]


class Argument:
    """The researcher's work in one evaluation, piece by piece; later pieces refer to earlier ones by their key."""

    def __init__(self, actor: User, evaluation: Evaluation, sources: list[Source]) -> None:
        self.actor, self.evaluation, self.sources = actor, evaluation, sources
        self.fragments: dict[str, Fragment] = {}
        self.findings: dict[str, Finding] = {}
        self.conclusions: dict[str, Conclusion] = {}

    def carry_out(self, walk: Entry) -> None:
        """Do the whole walk."""
        self._code(walk["fragments"])
        for key, text in walk["memos"].items():
            coding.write_memo(actor=self.actor, about=self.fragments[key], text=text)
        for key, entry in walk["findings"].items():
            self.findings[key] = self.find(entry)
        for label, entry in walk["conclusions"].items():
            self.conclusions[label] = self.conclude(label, entry)
        self.finish(walk)

    def finish(self, walk: Entry) -> None:
        """What rests on the conclusions: recommendations, judged agreements, the report and what was put aside."""
        for entry in walk["recommendations"].values():
            self._recommend(entry)
        agreements = design.agreements_for(self.actor, self.evaluation)
        for line, entry in zip(agreements, walk.get("agreements", []), strict=True):
            self._judge(line, entry)
        self._write(walk["report"])
        for entry in walk.get("waivers", []):
            self._waive(entry)

    def _code(self, entries: dict[str, Entry]) -> None:
        tree = coding_queries.codebook_for(self.actor, self.evaluation)
        codes = {node.code.name: node.code for node in coding_queries.flat(tree)}
        for key, entry in entries.items():
            self.fragments[key] = self._fragment(entry, [codes[name] for name in entry["codes"]])

    def _fragment(self, entry: Entry, codes: list[Code]) -> Fragment:
        version = self.sources[entry["source"] - 1].versions.get()
        start = (version.text or "").index(entry["quote"])
        end = start + len(entry["quote"])
        fragment = coding.ensure_fragment(actor=self.actor, version=version, start=start, end=end)
        for code in codes:
            coding.apply_code(actor=self.actor, version=version, start=start, end=end, code=code)
        if entry.get("release"):
            coding.release_quote(actor=self.actor, fragment=fragment)
        return fragment

    def find(self, entry: Entry) -> Finding:
        """A finding with its evidence."""
        finding = findings.add_finding(
            actor=self.actor,
            evaluation=self.evaluation,
            title=entry["title"],
            text=entry.get("text", ""),
            questions=self.questions(entry),
            single_source_reason=entry.get("single_source_reason", ""),
            answer_to_contradiction=entry.get("contradiction", ""),
            is_minor_theme=entry.get("minor", False),
        )
        self.rest(finding, entry)
        self.weigh(finding, entry)
        return finding

    def rest(self, finding: Finding, entry: Entry) -> None:
        """Tie passages to a finding."""
        for key, stance, *note in entry["evidence"]:
            findings.link_evidence(
                actor=self.actor, finding=finding, fragment=self.fragments[key], stance=stance, note="".join(note)
            )

    def weigh(self, finding: Finding, entry: Entry) -> None:
        """How sure we are, and what happened on the way that may explain it."""
        for number in entry.get("logbook", []):
            logged = design.numbered_entry_for(self.actor, self.evaluation, number)
            findings.tie_entry(actor=self.actor, finding=finding, entry=logged)
        if "confidence" in entry:
            findings.judge_confidence(
                actor=self.actor,
                finding=finding,
                revision=finding.revision,
                confidence=entry["confidence"],
                reason=entry["confidence_reason"],
                concerns=entry["concerns"],
            )

    def questions(self, entry: Entry) -> list[Question]:
        """The questions that a finding is about."""
        return [design.question_for(self.actor, self.evaluation, label) for label in entry["questions"]]

    def conclude(self, label: str, entry: Entry) -> Conclusion:
        """The first answer to a question, or why there is none."""
        question = design.question_for(self.actor, self.evaluation, label)
        return findings.write_conclusion(actor=self.actor, question=question, **self.answer(entry))

    def answer(self, entry: Entry) -> Entry:
        """What a conclusion holds, in the words of the action that writes it."""
        criteria = {line.name: line for line in design.criteria_for(self.actor, self.evaluation)}
        return {
            "text": entry.get("text", ""),
            "not_answered_reason": entry.get("not_answered", ""),
            "findings": [self.findings[key] for key in entry["findings"]],
            "judgement": entry.get("judgement", "not_judged"),
            "criterion": criteria[entry["criterion"]].criterion if "criterion" in entry else None,
        }

    def _recommend(self, entry: Entry) -> None:
        findings.add_recommendation(
            actor=self.actor,
            evaluation=self.evaluation,
            title=entry["title"],
            kind=entry.get("kind", "recommendation"),
            text=entry.get("text", ""),
            addressee=entry["addressee"],
            priority=entry.get("priority"),
            feasibility=entry.get("feasibility", ""),
            action=entry.get("action", ""),
            term=entry.get("term", ""),
            measure_of_success=entry.get("measure", ""),
            conclusions=[self.conclusions[label] for label in entry["conclusions"]],
        )

    def _judge(self, agreement: Agreement, entry: Entry) -> None:
        """Whether an agreement was kept, where it stands and what shows it."""
        findings.say_where_written(actor=self.actor, agreement=agreement, fragment=entry["where"])
        for fragment, stance in entry["evidence"]:
            findings.link_to_agreement(actor=self.actor, agreement=agreement, fragments=[fragment], stance=stance)
        findings.judge_agreement(
            actor=self.actor, agreement=agreement, revision=0, state=entry["state"], reason=entry["reason"]
        )

    def _write(self, entry: Entry) -> None:
        report = reporting_queries.report_for(self.actor, self.evaluation)
        reporting.change_report(
            actor=self.actor, report=report, revision=report.revision, title=report.title, subtitle=entry["subtitle"]
        )
        for key, text in entry.get("statements", {}).items():
            reporting.write_statement(actor=self.actor, report=report, key=key, text=text)
        for section in report.sections.all():
            if section.title in entry["sections"]:
                reporting.change_section(
                    actor=self.actor,
                    section=section,
                    revision=section.revision,
                    title=section.title,
                    markdown=NAMED.sub(self._label, entry["sections"][section.title]),
                )

    def _waive(self, entry: Entry) -> None:
        """Put a rule aside for the objects that it names now."""
        wanted = tuple(str(self.findings.get(one, one)) for one in entry["objects"])
        for problem in checker.check(self.actor, self.evaluation).problems:
            if problem.rule.code == entry["rule"] and problem.label.startswith(wanted):
                waive(
                    actor=self.actor,
                    evaluation=self.evaluation,
                    rule=entry["rule"],
                    key=problem.key,
                    reason=entry["reason"],
                )

    def _label(self, named: re.Match[str]) -> str:
        kinds: dict[str, dict[str, Any]] = {"F": self.fragments, "B": self.findings, "C": self.conclusions}
        return f"[[{kinds[named[1]][named[2]]}]]"
