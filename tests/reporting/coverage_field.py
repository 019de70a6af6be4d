"""An evaluation of which the map of coverage is tried. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from sluitend.apps.coding.models import Code, Coding, Fragment
from sluitend.apps.coding.spans import quote_hash
from sluitend.apps.design.models import Evaluation, Level, MatrixCell, Method, Perspective, Question
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.coverage import Cell, CoverageMap, map_for
from sluitend.apps.sources.models import Source, SourceVersion, Speaker
from sluitend.work import vault
from tests.reporting.conftest import make_question

LEVELS = ["", *Level.values]
SAID = "Wij hoorden het pas laat (fictief). "  # one turn


class Field:
    """An evaluation to fill by hand."""

    def __init__(self, evaluation: Evaluation, leader: User) -> None:
        self.evaluation, self.leader = evaluation, leader
        self.questions = [make_question(evaluation, leader, f"V{n}", f"Vraag {n} (fictief)?") for n in (1, 2)]
        self.perspectives = [
            Perspective.objects.create(evaluation=evaluation, name=f"Groep {n} (fictief)", order=n) for n in range(3)
        ]
        self.method = Method.objects.create(evaluation=evaluation, name="Gesprek", kind="interview")
        self.code = Code.objects.create(evaluation=evaluation, name="Code (fictief)", created_by=leader)

    def source(self, turns: Iterable[int] = (), released: bool = True, **fields: object) -> SourceVersion:
        """One turn for each of these numbers of speakers."""
        number = self.evaluation.sources.count() + 1
        source = Source.objects.create(
            evaluation=self.evaluation,
            number=number,
            title=f"Gesprek {number} (fictief)",
            kind="transcript",
            wrapped_key=vault.new_wrapped_key(),
            created_by=self.leader,
            **fields,
        )
        numbers = list(turns)
        text = SAID * max(1, len(numbers))
        return SourceVersion.objects.create(
            source=source,
            number=1,
            text=text if released else None,
            sealed_text=None if released else b"x",
            length=len(text),
            text_sha256="0" * 64,
            turns=[[at * len(SAID), (at + 1) * len(SAID), one, None] for at, one in enumerate(numbers)],
            created_by=self.leader,
            released_at=timezone.now() if released else None,
            released_by=self.leader if released else None,
            release_ground="no_personal_data" if released else "",
        )

    def speaker(self, version: SourceVersion, number: int, **fields: object) -> Speaker:
        return Speaker.objects.create(source=version.source, number=number, label=f"Spreker {number}", **fields)

    def respondent(self, number: int, **fields: object) -> Respondent:
        return Respondent.objects.create(evaluation=self.evaluation, number=number, created_by=self.leader, **fields)

    def passage(self, version: SourceVersion, turn: int = 0, length: int = 1, coded: bool = False) -> Fragment:
        """From the begin of a turn, over so many of them; the same one when it is there already."""
        start, end = turn * len(SAID), (turn + length) * len(SAID) - 1
        known = Fragment.objects.filter(version=version, start=start, end=end).first()
        fragment = known or Fragment.objects.create(
            evaluation=self.evaluation,
            number=self.evaluation.fragments.count() + 1,
            version=version,
            start=start,
            end=end,
            quote_sha256=quote_hash((version.text or "")[start:end]),
            created_by=self.leader,
        )
        if coded:
            Coding.objects.get_or_create(fragment=fragment, code=self.code, coder=self.leader)
        return fragment

    def finding(
        self, questions: Iterable[Question], fragments: Iterable[Fragment], stance: str = "supports"
    ) -> Finding:
        finding = Finding.objects.create(
            evaluation=self.evaluation,
            number=self.evaluation.findings.count() + 1,
            title="Zin (fictief).",
            created_by=self.leader,
        )
        finding.questions.set(questions)
        for fragment in fragments:
            EvidenceLink.objects.create(finding=finding, fragment=fragment, stance=stance, created_by=self.leader)
        return finding

    def plan(self, question: Question, perspective: Perspective, planned: int, level: str = "", **more: object) -> None:
        MatrixCell.objects.create(
            question=question, perspective=perspective, method=self.method, planned=planned, level=level, **more
        )

    def map(self, user: User, level: str = "") -> CoverageMap:
        """After somebody wrote something: what was kept is no longer true."""
        record(self.leader, "design.object_renamed", self.leader, evaluation=self.evaluation.pk)
        return map_for(user, self.evaluation, level)

    def cell(self, user: User, question: int = 0, perspective: int = 0, level: str = "") -> Cell:
        return self.map(user, level).rows[question].cells[perspective]

    def people(self, amount: int, perspective: int = 0, level: str = "official") -> list[SourceVersion]:
        """So many conversations with one person each."""
        return [self.source(perspective=self.perspectives[perspective], level=level) for _n in range(amount)]
