"""Evaluation templates: the YAML from which an evaluation starts.

A template holds what an evaluator would otherwise write on the first day: questions, perspectives with their
topic lists, the evaluation matrix, the assessment framework, a first codebook and the outline of the report.
This module reads it, checks its shape (pydantic, strict) and its cross references, and hands it out frozen.
How to write one is told in ``docs/developer/templates.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from yaml.constructor import SafeConstructor

from sluitend.errors import InputError
from sluitend.formats.template_check import Problem, problems_of

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
    """Read one template and check it whole.

    Raises ``InputError("formats.template_invalid")`` with ``where`` as ``keten.yaml: matrix.3.question``;
    ``file``, ``path`` and ``problem`` of the first fault, and ``problems`` (a tuple of ``Problem``) of all.
    """
    data = _read(path)
    try:
        # By way of JSON: in strict mode pydantic takes a list for a tuple from JSON only.
        template = Template.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        raise _invalid(path, _shape_problems(error)) from None
    if problems := problems_of(template):
        raise _invalid(path, problems)
    return template


def load_all(folder: Path) -> dict[str, Template]:
    """Read every ``*.yaml`` of a folder, by key and in order of file name. A file is named after its key."""
    templates = {}
    for path in sorted(folder.glob("*.yaml")):
        template = load(path)
        if template.key != path.stem:
            raise _invalid(path, [Problem("key", "not_the_file_name", template.key)])
        templates[template.key] = template
    return templates


def _read(path: Path) -> object:
    if path.stat().st_size > MAX_BYTES:
        raise _invalid(path, [Problem("", "too_large", MAX_BYTES)])
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
        if problems := _node_problems(node):
            raise _invalid(path, problems)
        return SafeConstructor().construct_document(node) if node else None
    except UnicodeDecodeError as error:
        raise _invalid(path, [Problem("", "not_utf8", error.start)]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _invalid(path, [Problem(_place(mark), "not_yaml", getattr(error, "problem", None))]) from None


def _node_problems(root: yaml.Node | None) -> list[Problem]:
    """Aliases, which can blow up in memory, and keys that would silently overwrite their twin."""
    problems, seen, waiting = [], set(), [root] if root else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return [Problem(_place(node.start_mark), "alias", None)]
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            names = [key.value for key, _ in node.value]
            twice = [key for n, (key, _) in enumerate(node.value) if key.value in names[:n]]
            problems += [Problem(_place(key.start_mark), "key_twice", key.value) for key in twice]
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return problems


def _place(mark: yaml.Mark | None) -> str:
    return f"{mark.line + 1}:{mark.column + 1}" if mark else ""


def _shape_problems(error: ValidationError) -> list[Problem]:
    return [
        Problem(".".join(str(step) for step in fault["loc"]), fault["type"], fault["input"])
        for fault in error.errors(include_url=False)
    ]


def _invalid(path: Path, problems: list[Problem]) -> InputError:
    first = problems[0]
    where = f"{path.name}: {first.path}" if first.path else path.name
    return InputError(
        CODE, where=where, file=path.name, path=first.path, problem=first.problem, problems=tuple(problems)
    )
