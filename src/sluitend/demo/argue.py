"""From passages to a report: codes, findings, conclusions, recommendations and the written sections."""

from __future__ import annotations

import re
from typing import Any

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding import queries as coding_queries
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Conclusion, Finding
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions as reporting
from sluitend.apps.reporting import queries as reporting_queries
from sluitend.apps.sources.models import Source

Entry = dict[str, Any]
_NAMED = re.compile(r"\[\[([FBC]):([^\]]+)\]\]")  # [[B:regie-gat]] in the walk is [[B1]] in the report


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
            self.findings[key] = self._find(entry)
        for label, entry in walk["conclusions"].items():
            self.conclusions[label] = self._conclude(label, entry)
        for entry in walk["recommendations"]:
            self._recommend(entry)
        self._write(walk["report"])

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

    def _find(self, entry: Entry) -> Finding:
        finding = findings.add_finding(
            actor=self.actor,
            evaluation=self.evaluation,
            title=entry["title"],
            text=entry.get("text", ""),
            questions=[self._question(label) for label in entry["questions"]],
            single_source_reason=entry.get("single_source_reason", ""),
        )
        for key, stance, *note in entry["evidence"]:
            findings.link_evidence(
                actor=self.actor, finding=finding, fragment=self.fragments[key], stance=stance, note="".join(note)
            )
        return finding

    def _question(self, label: str) -> Any:
        return design.question_for(self.actor, self.evaluation, label)

    def _conclude(self, label: str, entry: Entry) -> Conclusion:
        criteria = {line.name: line for line in design.criteria_for(self.actor, self.evaluation)}
        criterion = criteria[entry["criterion"]].criterion if "criterion" in entry else None
        return findings.write_conclusion(
            actor=self.actor,
            question=self._question(label),
            text=entry.get("text", ""),
            not_answered_reason=entry.get("not_answered", ""),
            findings=[self.findings[key] for key in entry["findings"]],
            judgement=entry.get("judgement", "not_judged"),
            criterion=criterion,
        )

    def _recommend(self, entry: Entry) -> None:
        findings.add_recommendation(
            actor=self.actor,
            evaluation=self.evaluation,
            title=entry["title"],
            kind=entry.get("kind", "recommendation"),
            text=entry.get("text", ""),
            addressee=entry["addressee"],
            conclusions=[self.conclusions[label] for label in entry["conclusions"]],
        )

    def _write(self, entry: Entry) -> None:
        report = reporting_queries.report_for(self.actor, self.evaluation)
        reporting.change_report(
            actor=self.actor, report=report, revision=report.revision, title=report.title, subtitle=entry["subtitle"]
        )
        for section in report.sections.all():
            if section.title in entry["sections"]:
                reporting.change_section(
                    actor=self.actor,
                    section=section,
                    revision=section.revision,
                    title=section.title,
                    markdown=_NAMED.sub(self._label, entry["sections"][section.title]),
                )

    def _label(self, named: re.Match[str]) -> str:
        kinds: dict[str, dict[str, Any]] = {"F": self.fragments, "B": self.findings, "C": self.conclusions}
        return f"[[{kinds[named[1]][named[2]]}]]"
