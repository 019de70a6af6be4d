"""The chapter on the registered data, and what other chapters say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Finding
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.models import Section
from sluitend.demo.chain import FOLDER
from sluitend.demo.figures import Figures
from sluitend.demo.report_text import NAMED, chapter

Entry = dict[str, Any]
CHAPTER = FOLDER / "hoofdstuk.md"


class RegisteredText:
    """The researcher writes, over what stands there now; what somebody changed meanwhile stays."""

    def __init__(
        self,
        actor: User,
        evaluation: Evaluation,
        figures: Figures,
        findings: Mapping[str, Finding],
        results: Mapping[str, AnalysisResult],
    ) -> None:
        self.actor, self.figures = actor, figures
        self.report = queries.report_for(actor, evaluation)
        self._named: dict[str, Mapping[str, Any]] = {"B": findings, "U": results}

    def write(self, words: Entry) -> None:
        """The changes, and the new chapter."""
        for section in self.report.sections.filter(deleted_at=None):
            if changes := words["chapters"].get(section.title):
                self._change(section, changes)
        for statement in self.report.statements.all():
            if changes := words["statements"].get(statement.key):
                text, revision = self.figures.changed(statement.text, self._labelled(changes)), statement.revision
                actions.write_statement(
                    actor=self.actor, report=self.report, key=statement.key, text=text, revision=revision
                )
        self._add(words["before"])

    def _change(self, section: Section, changes: Iterable[Entry]) -> None:
        actions.change_section(
            actor=self.actor,
            section=section,
            revision=section.revision,
            title=section.title,
            markdown=self.figures.changed(section.markdown, self._labelled(changes)),
        )

    def _add(self, before: str) -> None:
        """A section comes at the end, and moves up until it stands before that one."""
        title, text = chapter(CHAPTER)
        made = actions.add_section(actor=self.actor, report=self.report, title=title, markdown=self._with_labels(text))
        titles = [one.title for one in self.report.sections.filter(deleted_at=None)]
        for _step in titles[titles.index(before) : -1] if before in titles else ():
            actions.move_section(actor=self.actor, section=made, step=-1)

    def _labelled(self, changes: Iterable[Entry]) -> list[Entry]:
        return [{name: self._with_labels(text) for name, text in change.items()} for change in changes]

    def _with_labels(self, text: str) -> str:
        return NAMED.sub(self._label, text)

    def _label(self, named: re.Match[str]) -> str:
        return f"[[{self._named[named[1]][named[2]]}]]"
