"""What Sluitend adds to an exchange file, beside what the standard knows: so that our own round trip loses nothing.

Other tools pass it over. Everything is known by the GUID that it has in the project; spans are `[start, end)` in code
points of the text as it lies in the file. A file may come from anybody: shapes and sizes are checked here, and what it
says of codes, sources and findings is checked again by whoever puts it in a database.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

FILE: Final = "sluitend/sluitend.json"
LOSSES: Final = "sluitend/niet-meegegaan.txt"
MOST_BYTES: Final = 128 * 1024**2
_MOST_LISTED, _LONGEST_LINE = 2_000, 400

Guid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_NO_NUL: Final = r"^[^\x00]*$"  # no database here takes it, and nobody typed it
Title = Annotated[str, StringConstraints(max_length=300, pattern=_NO_NUL)]
Whom = Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)]
Name = Annotated[str, StringConstraints(max_length=120, pattern=_NO_NUL)]
Word = Annotated[str, StringConstraints(max_length=40, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=200_000, pattern=_NO_NUL)]
Place = Annotated[int, Field(ge=0, lt=2**31)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class CodeMore(_Part):
    """The rules of a code, apart: in the standard they stand in one description."""

    guid: Guid
    definition: Text = ""
    include: Text = ""
    exclude: Text = ""
    example: Text = ""
    colour: Annotated[int, Field(ge=1, le=12)] = 1
    is_archived: bool = False


class SpeakerMore(_Part):
    number: Place
    label: Name
    is_interviewer: bool = False
    merged_into: Place | None = None
    respondent: Guid | None = None


class SourceMore(_Part):
    guid: Guid
    kind: Word
    is_public: bool = False
    date: Word = ""
    origin: Title = ""
    blocks: tuple[tuple[Place, Place, Word, Place | None, Place | None], ...] = ()
    turns: tuple[tuple[Place, Place, Place, float | None], ...] = ()
    speakers: tuple[SpeakerMore, ...] = ()


class QuestionMore(_Part):
    guid: Guid
    parent: Guid | None = None
    kind: Word
    text: Text


class CriterionMore(_Part):
    guid: Guid
    question: Guid
    name: Title
    source: Title
    good: Text
    insufficient: Text


class EvidenceMore(_Part):
    guid: Guid
    source: Guid
    start: Place
    end: Place
    stance: Word
    note: Text = ""


class FindingMore(_Part):
    guid: Guid
    title: Title
    text: Text = ""
    questions: tuple[Guid, ...] = ()
    criteria: tuple[Guid, ...] = ()
    single_source_reason: Text = ""
    answer_to_contradiction: Text = ""
    is_minor_theme: bool = False
    confidence: Word = ""
    confidence_reason: Text = ""
    components: dict[Word, tuple[Word, Text]] = Field(default_factory=dict)
    evidence: tuple[EvidenceMore, ...] = ()


class ConclusionMore(_Part):
    guid: Guid
    question: Guid
    text: Text = ""
    not_answered_reason: Text = ""
    judgement: Word = ""
    criterion: Guid | None = None
    findings: tuple[Guid, ...] = ()


class RecommendationMore(_Part):
    guid: Guid
    kind: Word
    title: Title
    text: Text = ""
    addressee: Whom = ""
    priority: Place | None = None
    feasibility: Word = ""
    action: Text = ""
    term: Name = ""
    measure_of_success: Text = ""
    conclusions: tuple[Guid, ...] = ()


class WordlessMore(_Part):
    """A passage without words, and the note that says where it lies: that is its memo in Sluitend."""

    guid: Guid
    note: Guid


class DecisionMore(_Part):
    """What was decided of a code on [start, end), why, and what the coders had said there."""

    start: Place
    end: Place
    code: Guid
    applies: bool
    reason: Text = ""
    by: Guid
    at: Word
    codings: tuple[Guid, ...] = ()
    said: tuple[tuple[Guid, Place, Place], ...] = ()


class RoundTextMore(_Part):
    """A text of a round, with who coded it and when they said to be ready."""

    source: Guid
    coders: tuple[tuple[Guid, Word], ...] = ()
    decisions: tuple[DecisionMore, ...] = ()


class ReopeningMore(_Part):
    reason: Text
    completed_by: Guid
    completed_at: Word
    decisions: Place
    by: Guid
    at: Word


class RoundMore(_Part):
    """A closed round of coding. Known by when it was opened and closed; without codes it was about all of them."""

    title: Name
    unit: Word
    is_blind: bool = False
    share: Annotated[int, Field(ge=0, le=100)] = 100
    together: Annotated[int, Field(ge=2, le=1_000)] = 2
    seed: Place = 1
    codes: tuple[Guid, ...] = ()
    opened_by: Guid | None = None
    opened_at: Word
    closed_by: Guid | None = None
    closed_at: Word
    adjudicated_by: Guid | None = None
    adjudicated_at: Word = ""
    texts: tuple[RoundTextMore, ...] = ()
    reopenings: tuple[ReopeningMore, ...] = ()


class Sidecar(_Part):
    """All of it. `notes` are those of the project that repeat what stands here, for other tools to read."""

    version: int = 1
    codes: tuple[CodeMore, ...] = ()
    sources: tuple[SourceMore, ...] = ()
    wordless: tuple[WordlessMore, ...] = ()
    questions: tuple[QuestionMore, ...] = ()
    criteria: tuple[CriterionMore, ...] = ()
    findings: tuple[FindingMore, ...] = ()
    conclusions: tuple[ConclusionMore, ...] = ()
    recommendations: tuple[RecommendationMore, ...] = ()
    rounds: tuple[RoundMore, ...] = ()
    notes: tuple[Guid, ...] = ()
    links: tuple[Guid, ...] = ()
    sets: tuple[Guid, ...] = ()


def read(content: bytes) -> Sidecar | None:
    """None where it is not what it should be: then the file is one of any other tool."""
    try:
        return Sidecar.model_validate_json(content)
    except (ValidationError, ValueError, RecursionError):
        return None


def write(value: Sidecar) -> bytes:
    return value.model_dump_json(exclude_defaults=True).encode()


def listed(content: bytes) -> list[str]:
    """What the export says that it left behind, a line each. It is not ours to trust: only to show."""
    lines = content.decode("utf-8", "replace").replace("\x00", "").splitlines()
    found = [line.removeprefix("- ").strip()[:_LONGEST_LINE] for line in lines if line.startswith("- ")]
    return found[:_MOST_LISTED]
