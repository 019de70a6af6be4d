"""Evaluation templates: the YAML from which an evaluation starts.

A template holds what an evaluator would otherwise write on the first day: questions, perspectives with their
topic lists, the evaluation matrix, the assessment framework, a first codebook and the outline of the report.
This module reads it, checks its shape (pydantic, strict) and its cross references, and hands it out frozen.
How to write one is told in ``docs/developer/templates.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from yaml.constructor import SafeConstructor

from sluitend.errors import InputError
from sluitend.formats.template_check import Problem, problems_of
from sluitend.formats.template_lines import line_of, node_problems, place_of

CODE = "formats.template_invalid"
MAX_BYTES = 1_000_000
# libyaml where PyYAML was built with it (its wheels are): four times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Lengths are those of the columns in which an evaluation keeps them.
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
SourceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
# The number that people see: "V1" is the main question, "V1.2" a sub-question and "V1.2.1" one below it.
QuestionKey = Annotated[str, StringConstraints(pattern=r"^V1(\.[1-9][0-9]?){1,2}$")]

QuestionKind = Literal["descriptive", "evaluative", "explanatory", "forward"]
LevelKey = Literal["official", "managerial", "executive"]
PlaceKind = Literal["municipality", "subregion", "region"]
PhaseKind = Literal["preparation", "fieldwork", "interim", "analysis", "final", "follow_up"]
MethodKind = Literal[
    "document_study",
    "interview",
    "group_interview",
    "questionnaire",
    "case_file",
    "case_reconstruction",
    "sense_making",
    "register_data",
    "observation",
    "expert",
]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Question(_Part):
    """A sub-question. Its key is its number by position: ``V1.3`` is the third, ``V1.3.1`` the first below it."""

    key: QuestionKey
    text: Text
    why: Text
    kind: QuestionKind
    no_criterion: Text | None = None
    """Why nothing is judged here. Without it, the question must have at least one criterion."""
    questions: tuple[Question, ...] = ()


class Topic(_Part):
    """An item of a topic list, in the words of the perspective: a short heading and open questions to ask."""

    text: Name
    prompts: tuple[Text, ...] = Field(min_length=2, max_length=4)
    questions: tuple[QuestionKey, ...] = Field(min_length=1)


class Perspective(_Part):
    """A group that sees the evaluated object from one side. ``client`` marks young people and parents."""

    key: Key
    name: Name
    description: Text
    client: bool = False
    topics: tuple[Topic, ...] = Field(min_length=1)


class Level(_Part):
    """Official, managerial or executive, and the perspectives that it divides."""

    key: LevelKey
    perspectives: tuple[Key, ...] = Field(min_length=1)


class Places(_Part):
    """What kind of place is compared. The places themselves are the user's; ``hint`` says which to add."""

    kind: PlaceKind
    hint: Text


class Phase(_Part):
    """A stretch of the evaluation. ``weeks`` is a first guess of its length."""

    key: Key
    name: Name
    kind: PhaseKind
    weeks: int = Field(ge=1, le=104)


class Method(_Part):
    """A way to gather evidence. ``note`` says with whom, how long, and what to guard."""

    key: Key
    name: Name
    kind: MethodKind
    note: Text


class MatrixRow(_Part):
    """Who is asked what, and how.

    ``planned`` counts sources (conversations, documents, files; participants of a questionnaire) in which the
    question is asked, per place when ``per_place``. One interview serves many questions, so rows do not add
    up to the fieldwork. For documents, files and data the perspective is that of the party who made them.
    """

    question: QuestionKey
    perspective: Key
    method: Key
    level: LevelKey | None = None
    per_place: bool = False
    planned: int = Field(ge=1, le=500)


class EvaluatedObject(_Part):
    """What is evaluated, and the questions whose answers fix its scope (afbakening)."""

    name: Name
    description: Text
    scope_prompts: tuple[Text, ...] = Field(min_length=1)


class Criterion(_Part):
    """One line of the assessment framework. ``source`` names a law, agreement, standard or guideline.

    A source that starts with "in te vullen:" is the user's to name before fieldwork starts (``to_fill``).
    """

    key: Key
    question: QuestionKey
    name: Name
    source: SourceName
    good: Text
    insufficient: Text

    @property
    def to_fill(self) -> bool:
        """Whether the user still has to name the source."""
        return self.source.startswith("in te vullen:")


class Code(_Part):
    """A starting code, with its definition and what does and does not fall under it."""

    name: Name
    definition: Text
    include: Text
    exclude: Text
    children: tuple[Code, ...] = ()


class Section(_Part):
    """A section of the report. Guidance for its author is a block quote that opens with "Schrijfhulp:"."""

    title: Name
    markdown: Text


class Template(_Part):
    """A whole evaluation to start from."""

    key: Key
    title: Name
    for_whom: Text
    description: Text
    main_question: Text
    sub_questions: tuple[Question, ...] = Field(min_length=1)
    perspectives: tuple[Perspective, ...] = Field(min_length=1)
    levels: tuple[Level, ...] = ()
    places: Places
    phases: tuple[Phase, ...] = Field(min_length=1)
    methods: tuple[Method, ...] = Field(min_length=1)
    matrix: tuple[MatrixRow, ...] = Field(min_length=1)
    object: EvaluatedObject
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    codes: tuple[Code, ...] = Field(min_length=1)
    outline: tuple[Section, ...] = Field(min_length=1)
    logbook_prompts: tuple[Text, ...] = Field(min_length=1)
    pitfalls: tuple[Text, ...] = Field(min_length=1)

    def all_questions(self) -> Iterator[Question]:
        """Every sub-question, nested ones straight after their parent."""
        for question in self.sub_questions:
            yield question
            yield from question.questions

    def all_codes(self) -> Iterator[Code]:
        """Every code of the tree, parents before children."""
        waiting = list(reversed(self.codes))
        while waiting:
            code = waiting.pop()
            yield code
            waiting.extend(reversed(code.children))


def load(path: Path) -> Template:
    """Read one template from a file and check it whole. Raises as `loads`."""
    if path.stat().st_size > MAX_BYTES:
        raise _invalid(path.name, [Problem("", "too_large", MAX_BYTES)])
    return loads(path.read_bytes(), path.name)


def loads(data: bytes, name: str) -> Template:
    """Read one template and check it whole; `name` is what its file is called.

    Raises ``InputError("formats.template_invalid")`` with ``where`` as ``keten.yaml: matrix.3.question``;
    ``file``, ``path`` and ``problem`` of the first fault, ``problems`` (a tuple of ``Problem``) of all, and ``lines``:
    on which line of the file each stands, 0 when that cannot be told.
    """
    root, content = _read(data, name)
    return _checked(content, name, root)


def from_content(content: Mapping[str, object], name: str) -> Template:
    """A template from its fields, checked whole. Raises as `loads`; `lines` are 0."""
    return _checked(content, name, None)


def _checked(content: object, name: str, root: yaml.Node | None) -> Template:
    try:
        # By way of JSON: in strict mode pydantic takes a list for a tuple from JSON only.
        template = Template.model_validate_json(json.dumps(content, default=str))
    except ValidationError as error:
        raise _invalid(name, _shape_problems(error), root) from None
    if problems := problems_of(template):
        raise _invalid(name, problems, root)
    return template


def dumps(template: Template) -> str:
    """The template as YAML, in the order of its schema; `loads` gives the same template back."""
    content = template.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110))


def load_all(folder: Path) -> dict[str, Template]:
    """Read every ``*.yaml`` of a folder, by key and in order of file name. A file is named after its key."""
    templates = {}
    for path in sorted(folder.glob("*.yaml")):
        template = load(path)
        if template.key != path.stem:
            raise _invalid(path.name, [Problem("key", "not_the_file_name", template.key)])
        templates[template.key] = template
    return templates


def _read(data: bytes, name: str) -> tuple[yaml.Node | None, object]:
    if len(data) > MAX_BYTES:
        raise _invalid(name, [Problem("", "too_large", MAX_BYTES)])
    try:
        node = yaml.compose(data.decode("utf-8"), Loader=_LOADER)
        if problems := node_problems(node):
            raise _invalid(name, problems)
        return node, SafeConstructor().construct_document(node) if node else None
    except UnicodeDecodeError as error:
        raise _invalid(name, [Problem("", "not_utf8", error.start)]) from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _invalid(name, [Problem(place_of(mark), "not_yaml", getattr(error, "problem", None))]) from None


def _shape_problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(".".join(str(step) for step in fault["loc"]), fault["type"], fault["input"])
        for fault in error.errors(include_url=False)
    ]


def _invalid(name: str, problems: list[Problem], root: yaml.Node | None = None) -> InputError:
    first = problems[0]
    return InputError(
        CODE,
        where=f"{name}: {first.path}" if first.path else name,
        file=name,
        path=first.path,
        problem=first.problem,
        problems=tuple(problems),
        lines=tuple(line_of(root, problem.path) for problem in problems),
    )
