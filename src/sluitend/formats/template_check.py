"""The cross references of a template: what the shape of the file cannot tell.

Each check yields where it is wrong and what, so that an author is sent to the spot: ``matrix.3.question``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sluitend.formats.template import Question, Template

VOICES = frozenset({"interview", "group_interview", "questionnaire", "sense_making"})
"""Kinds of method in which a topic list guides what is asked."""

BLOCKS = frozenset(
    {"conclusies", "aanbevelingen", "bijlagen", "bijlage bronnen", "bijlage evaluatiematrix", "bijlage vragen"}
)
_BLOCK = re.compile(r"\{\{(.*?)\}\}")
_REFERENCE = re.compile(r"\[\[(.*?)\]\]")


class Problem(NamedTuple):
    """One fault: the path in the file, the code of the fault (pydantic's or our own), and the value found."""

    path: str
    problem: str
    value: object


def problems_of(template: Template) -> list[Problem]:
    """Every cross reference that does not hold, in order of the file."""
    checks = (_numbers, _twice, _topics, _levels, _matrix, _coverage, _topic_lists, _criteria, _outline)
    return [problem for check in checks for problem in check(template)]


def _numbers(template: Template) -> Iterator[Problem]:
    """Question keys are the numbers that the evaluation will give them, so that the outline can name them."""
    yield from _numbered(template.sub_questions, "V1", "sub_questions")
    for index, question in enumerate(template.sub_questions):
        yield from _numbered(question.questions, question.key, f"sub_questions.{index}.questions")


def _numbered(questions: Iterable[Question], parent: str, path: str) -> Iterator[Problem]:
    for index, question in enumerate(questions):
        if question.key != f"{parent}.{index + 1}":
            yield Problem(f"{path}.{index}.key", "question_out_of_order", question.key)
        if question.questions and parent != "V1":
            yield Problem(f"{path}.{index}.questions", "nested_too_deep", question.key)


def _twice(template: Template) -> Iterator[Problem]:
    lists: dict[str, list[str]] = {
        "perspectives": [item.key for item in template.perspectives],
        "levels": [item.key for item in template.levels],
        "phases": [item.key for item in template.phases],
        "methods": [item.key for item in template.methods],
        "criteria": [item.key for item in template.criteria],
        "codes": [item.name for item in template.all_codes()],
    }
    for name, keys in lists.items():
        yield from _repeated(keys, name)
    for name in ("perspectives", "phases", "methods"):
        yield from _repeated([item.name for item in getattr(template, name)], name)
    rows = [(row.question, row.perspective, row.method, row.level) for row in template.matrix]
    yield from _repeated(rows, "matrix")


def _repeated(values: Sequence[object], path: str) -> Iterator[Problem]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Problem(f"{path}.{index}", "twice", value)


def _topics(template: Template) -> Iterator[Problem]:
    known = _question_keys(template)
    for index, perspective in enumerate(template.perspectives):
        for number, topic in enumerate(perspective.topics):
            path = f"perspectives.{index}.topics.{number}.questions"
            yield from _unknown(topic.questions, known, path, "unknown_question")


def _levels(template: Template) -> Iterator[Problem]:
    known = {perspective.key for perspective in template.perspectives}
    for index, level in enumerate(template.levels):
        yield from _unknown(level.perspectives, known, f"levels.{index}.perspectives", "unknown_perspective")


def _matrix(template: Template) -> Iterator[Problem]:
    questions = _question_keys(template)
    perspectives = {perspective.key for perspective in template.perspectives}
    methods = {method.key for method in template.methods}
    divided = {level.key: level.perspectives for level in template.levels}
    for index, row in enumerate(template.matrix):
        path = f"matrix.{index}"
        if row.question not in questions:
            yield Problem(f"{path}.question", "unknown_question", row.question)
        if row.method not in methods:
            yield Problem(f"{path}.method", "unknown_method", row.method)
        if row.perspective not in perspectives:
            yield Problem(f"{path}.perspective", "unknown_perspective", row.perspective)
        if row.level and row.perspective not in divided.get(row.level, ()):
            yield Problem(f"{path}.level", "level_not_of_perspective", row.level)


def _coverage(template: Template) -> Iterator[Problem]:
    """Every question is asked somewhere, and every perspective and method of the template is used."""
    asked = {row.question for row in template.matrix}
    for path, question in _leaves(template):
        if question.key not in asked:
            yield Problem(path, "not_in_matrix", question.key)
    heard = {row.perspective for row in template.matrix}
    for index, perspective in enumerate(template.perspectives):
        if perspective.key not in heard:
            yield Problem(f"perspectives.{index}", "not_in_matrix", perspective.key)
    used = {row.method for row in template.matrix}
    for index, method in enumerate(template.methods):
        if method.key not in used:
            yield Problem(f"methods.{index}", "not_in_matrix", method.key)


def _topic_lists(template: Template) -> Iterator[Problem]:
    """What the matrix asks a perspective stands on its topic list, and what stands there is in the matrix.

    Otherwise "silent on this" and "never asked" cannot be told apart afterwards.
    """
    kinds = {method.key: method.kind for method in template.methods}
    on_list = {(item.key, key) for item in template.perspectives for topic in item.topics for key in topic.questions}
    for index, row in enumerate(template.matrix):
        pair = (row.perspective, row.question)
        if kinds.get(row.method) in VOICES and pair not in on_list:
            yield Problem(f"matrix.{index}", "not_on_topic_list", pair)
    planned = {(row.perspective, row.question) for row in template.matrix}
    for index, perspective in enumerate(template.perspectives):
        for number, topic in enumerate(perspective.topics):
            for key in topic.questions:
                if (perspective.key, key) not in planned:
                    path = f"perspectives.{index}.topics.{number}.questions"
                    yield Problem(path, "topic_not_in_matrix", key)


def _criteria(template: Template) -> Iterator[Problem]:
    known = _question_keys(template)
    judged = {criterion.question for criterion in template.criteria}
    for index, criterion in enumerate(template.criteria):
        yield from _unknown([criterion.question], known, f"criteria.{index}.question", "unknown_question")
    for path, question in _leaves(template):
        if question.key not in judged and question.no_criterion is None:
            yield Problem(path, "no_criterion", question.key)
        if question.key in judged and question.no_criterion is not None:
            yield Problem(f"{path}.no_criterion", "has_criterion", question.key)


def _outline(template: Template) -> Iterator[Problem]:
    known = _question_keys(template) | {"V1"}
    for index, section in enumerate(template.outline):
        path = f"outline.{index}.markdown"
        body = "\n".join(line for line in section.markdown.splitlines() if not line.startswith(">"))
        yield from _unknown(_REFERENCE.findall(body), known, path, "unknown_reference")
        for block in _BLOCK.findall(body):
            name, _, key = block.partition(" ")
            if block not in BLOCKS and not (name == "bevindingen" and key in known):
                yield Problem(path, "unknown_block", block)


def _leaves(template: Template) -> Iterator[tuple[str, Question]]:
    """Questions that are answered as such: those without questions below them."""
    for index, question in enumerate(template.sub_questions):
        path = f"sub_questions.{index}"
        if not question.questions:
            yield path, question
        for number, nested in enumerate(question.questions):
            yield f"{path}.questions.{number}", nested


def _question_keys(template: Template) -> set[str]:
    return {question.key for question in template.all_questions()}


def _unknown(keys: Iterable[str], known: set[str], path: str, problem: str) -> Iterator[Problem]:
    for key in keys:
        if key not in known:
            yield Problem(path, problem, key)
