"""A small entry about coded texts, and texts in which people were coded. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils import timezone

from sluitend.apps.analyses.kit import voices
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.parameters import CodedParameters, attribute, codes
from sluitend.apps.analyses.kit.result import PEOPLE, Column, Kind, Result
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import ApprovalState, Ground, GroundKind, Source, SourceKind, SourceVersion
from sluitend.engines.retrieval.query import Coded, found
from sluitend.engines.retrieval.tables import counted, groups
from sluitend.work import vault

KEY = "proefstemmen"
WAITING = "Wachten"
TEXT = "Wij wachten al een half jaar."


class Asked(CodedParameters):
    codes: tuple[str, ...] = codes("Codes", required=True)
    by: str = attribute("Per")


def run(inputs: CodedInputs, params: Asked, progress: Progress) -> Result:
    """Of every group how many people were given the code."""
    material = inputs.material
    known = groups(material, params.by or "perspective", material.texts, material.words)
    rows = []
    for path in params.codes:
        hits = found(Coded(inputs.vocabulary.codes[path]), material)
        counts = counted(hits, material, params.by or "perspective", known, material.words)
        rows += [(path, name, len(one.group.respondents), one.respondents, one.places) for name, one in counts.items()]
    progress(50)
    columns = (
        Column("code", "code"),
        Column("group", "perspectief"),
        Column("all", "respondenten", Kind.COUNT),
        Column("said", "zeiden het", Kind.COUNT),
        Column("places", "fragmenten", Kind.COUNT),
    )
    tables = [table("voices", "Wie spreekt waarover", columns, rows, by=("code", "group"))]
    return result(tables, len({one for row in known.values() for one in row.respondents}), tell, params, PEOPLE)


def tell(given: Given, params: Asked) -> Telling:
    return telling(sentences=_sentences(given))


def _sentences(given: Given) -> Iterator[str]:
    for row in given.rows("voices"):
        yield f"{row['code']}, {row['group']}: {voices.people(row['said'], row['all'])}."


ENTRY = Analysis(
    KEY,
    "Wie spreekt",
    "Wie zegt iets waarover?",
    Asked,
    run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    told_by=("codes",),
    tell=tell,
    guards={"voices": voices.Voices("said", "all", by=("group",), labels=("code",))},
)


@dataclass
class World:
    """Texts of one respondent each, R1 and further; the first so many of a perspective were coded."""

    evaluation: Evaluation
    user: User
    first: int = 1  # number of a source and of a respondent
    sources: dict[int, Source] = field(default_factory=dict)

    def speak(self, said: Mapping[str, tuple[int, int]]) -> Code:
        """Of every perspective how many were heard and how many said it."""
        code = coding.add_code(actor=self.user, evaluation=self.evaluation, name=WAITING)
        for name, (heard, coded) in said.items():
            perspective = Perspective.objects.create(evaluation=self.evaluation, name=name)
            for at in range(heard):
                version = self.heard(perspective)
                if at < coded:
                    coding.apply_code(actor=self.user, version=version, start=4, end=11, code=code)
        return code

    def finish(self) -> None:
        """Of the rest of the texts somebody coded something too."""
        for source in self.sources.values():
            version = source.versions.get()
            if not version.fragments.exists():
                self.read(version)

    def read(self, version: SourceVersion) -> None:
        """A text that somebody coded, with a code that is out of use since: nobody said anything in it that counts."""
        other = coding.add_code(actor=self.user, evaluation=self.evaluation, name="Iets anders")
        coding.apply_code(actor=self.user, version=version, start=0, end=3, code=other)
        coding.archive_code(actor=self.user, code=other)

    def heard(self, perspective: Perspective) -> SourceVersion:
        """One more report of a conversation with somebody new."""
        number = self.first + len(self.sources)
        respondent = Respondent.objects.create(
            evaluation=self.evaluation, number=number, perspective=perspective, created_by=self.user
        )
        source = Source.objects.create(
            evaluation=self.evaluation,
            number=number,
            title=f"Gesprek {number} (fictief)",
            kind=SourceKind.INTERVIEW_REPORT,
            approval=ApprovalState.APPROVED,
            perspective=perspective,
            wrapped_key=vault.new_wrapped_key(),
            created_by=self.user,
        )
        self.sources[number] = source
        ground = Ground.objects.create(source=source, kind=GroundKind.CONSENT, recorded_by=self.user)
        ground.respondents.add(respondent)
        return self.write(source, TEXT)

    def write(self, source: Source, text: str) -> SourceVersion:
        """The text of a source, released."""
        about: dict[str, Any] = {"released_at": timezone.now(), "released_by": self.user, "created_by": self.user}
        about |= {"text_sha256": sha256(text.encode()).hexdigest(), "length": len(text)}
        return SourceVersion.objects.create(
            source=source, number=1, text=text, release_ground="no_personal_data", **about
        )
