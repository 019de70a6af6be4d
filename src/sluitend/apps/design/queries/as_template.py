"""A template from an evaluation: its design, renumbered and without names of people, organisations and places.

What a template must say and the evaluation does not, becomes "in te vullen: …". Nothing comes from what was found: the
outline, the evaluated object, the pitfalls and the questions for the logbook are those of the template it began with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from sluitend.apps.design import hooks
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, PlaceKind, Topic
from sluitend.apps.design.plain_names import names_in, without_names
from sluitend.apps.design.queries.framework import criteria_for
from sluitend.apps.design.queries.matrix import PlannedCell, matrix_for
from sluitend.apps.design.queries.questions import QuestionLine, questions_for
from sluitend.apps.design.queries.who import methods_for, perspectives_for, phases_for
from sluitend.apps.design.template_store import known, templates
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.formats.template import Template, from_content
from sluitend.formats.template_check import VOICES

FILL = "in te vullen: "
NAME, SOURCE = 120, 300
MOST_PLANNED, MOST_WEEKS, PROMPTS = 500, 104, (2, 4)
POINTER = re.compile(r"(\[\[|\{\{bevindingen )(V[0-9.]+)(\]\]|\}\})")
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A template made from an evaluation, and how many names in it were replaced."""

    template: Template
    names: int


def as_template(user: User, evaluation: Evaluation, *, key: str, title: str, for_whom: str, description: str) -> Made:
    """The design of this evaluation as a template.

    Raises InputError("design.no_questions" | "formats.template_invalid") when the design lacks what a template needs.
    """
    check(user, evaluation, Action.EDIT_DESIGN)
    base = known(evaluation.template_key) or next(iter(templates().values()))
    own = _content(user, evaluation, base)
    plain, names = without_names(
        own | {"title": title, "for_whom": for_whom, "description": description}, names_in(evaluation)
    )
    content = base.model_dump(mode="json", exclude_defaults=True) | plain | {"key": key}
    return Made(from_content(content, key), names)


def _content(user: User, evaluation: Evaluation, base: Template) -> Content:
    lines = questions_for(user, evaluation)
    if not lines:
        raise InputError("design.no_questions")
    numbers, main, questions = _questions(lines)
    here = {"V1": "V1"} | {line.label: numbers[line.id] for line in lines if line.id in numbers}
    cells = [cell for cell in matrix_for(user, evaluation) if cell.question_id in numbers]
    criteria = list(_criteria(user, evaluation, numbers))
    judged = {one["question"] for one in criteria}
    heard = list(perspectives_for(user, evaluation).prefetch_related("topics__questions"))
    keys = _keys("perspectief", [one.pk for one in heard])
    methods = _keys("methode", [one.pk for one in methods_for(user, evaluation)])
    levels = {one.pk: one.levels for one in heard}
    matrix = _matrix(cells, numbers, keys, methods, levels)
    content = {
        "main_question": main,
        "sub_questions": [_judged_or_not(one, judged) for one in questions],
        "perspectives": list(_perspectives(heard, keys, numbers, matrix, _voices(cells, methods))),
        "levels": list(_levels(levels, keys, {row["perspective"] for row in matrix})),
        "places": {"kind": _place_kind(evaluation), "hint": base.places.hint},
        "phases": list(_phases(user, evaluation)),
        "methods": list(_methods(user, evaluation, methods, matrix)),
        "matrix": matrix,
        "criteria": criteria,
        "outline": _outline(base, questions, here),
    }
    for part in hooks.template_parts:
        content |= part(evaluation)
    return content


def filled(text: str, what: str) -> str:
    """The text, or what is to be filled in."""
    return text.strip() or f"{FILL}{what}"


def short(text: str, length: int = NAME) -> str:
    """The text on one line of at most this length."""
    return str(Truncator(" ".join(text.split())).chars(length))


def _keys(word: str, rows: Iterable[int]) -> dict[int, str]:
    """A key for each row by its place, "methode_2": one made of its name could hold the name of a place."""
    return {identifier: f"{word}_{number}" for number, identifier in enumerate(rows, start=1)}


def _questions(lines: list[QuestionLine]) -> tuple[dict[int, str], str, list[Content]]:
    """New numbers by id, the main question, and the questions below it. A second main question becomes a part of it."""
    numbers: dict[int, str] = {}
    top: list[Content] = []
    first, deeper = lines[0], 0
    for line in lines[1:]:
        deeper = 1 if line.is_main else deeper
        depth = min(line.depth + deeper, 2)
        siblings = top if depth == 1 else top[-1].setdefault("questions", [])
        above = "V1" if depth == 1 else top[-1]["key"]
        numbers[line.id] = f"{above}.{len(siblings) + 1}"
        siblings.append(_question(line, numbers[line.id]))
    return numbers, first.text, top


def _question(line: QuestionLine, key: str) -> Content:
    why = filled(line.why, "waarom deze vraag wordt gesteld.")
    question = {"key": key, "text": line.text, "why": why, "kind": line.kind}
    return question | ({"no_criterion": line.no_criterion} if line.no_criterion.strip() else {})


def _judged_or_not(question: Content, judged: set[str]) -> Content:
    """A question that is judged says not why it is not; one that is answered and not judged says why."""
    parts = [_judged_or_not(one, judged) for one in question.get("questions", [])]
    kept = {name: value for name, value in question.items() if name not in ("questions", "no_criterion")}
    if question["key"] not in judged and (not parts or "no_criterion" in question):
        kept["no_criterion"] = question.get("no_criterion", f"{FILL}waarom bij deze vraag niets wordt beoordeeld.")
    return kept | ({"questions": parts} if parts else {})


def _matrix(
    cells: list[PlannedCell],
    numbers: dict[int, str],
    perspectives: dict[int, str],
    methods: dict[int, str],
    levels: dict[int, list[str]],
) -> list[Content]:
    """The planned cells; those of one place become "for each place", with the highest number."""
    rows: dict[tuple[str, ...], Content] = {}
    for cell in cells:
        level = cell.level if cell.level in levels[cell.perspective_id] else ""
        place = (numbers[cell.question_id], perspectives[cell.perspective_id], methods[cell.method_id], level)
        planned = max(rows.get(place, {}).get("planned", 1), min(cell.planned, MOST_PLANNED))
        per_place = cell.per_place or cell.place_id is not None or rows.get(place, {}).get("per_place", False)
        row = {"question": place[0], "perspective": place[1], "method": place[2], "per_place": per_place}
        rows[place] = row | ({"level": level} if level else {}) | {"planned": planned}
    return list(rows.values())


def _voices(cells: list[PlannedCell], methods: dict[int, str]) -> set[str]:
    """The methods in which a topic list guides what is asked, by key."""
    return {methods[cell.method_id] for cell in cells if cell.method_kind in VOICES}


def _perspectives(
    heard: list[Any], keys: dict[int, str], numbers: dict[int, str], matrix: list[Content], voices: set[str]
) -> Iterator[Content]:
    """The groups that the matrix asks something, each with a topic list that holds just what is asked."""
    for one in heard:
        rows = [row for row in matrix if row["perspective"] == keys[one.pk]]
        if not rows:
            continue
        planned = {row["question"] for row in rows}
        topics = [topic for row in one.topics.all() for topic in _topics(row, numbers, planned)]
        listed = {key for topic in topics for key in topic["questions"]}
        asked = {row["question"] for row in rows if row["method"] in voices}
        missing = sorted(asked - listed) or ([] if topics else sorted(planned)[:1])
        topics += [_topic(f"{FILL}onderwerp bij {key}", [], [key]) for key in missing]
        description = filled(one.description, "wie deze groep zijn.")
        group = {"key": keys[one.pk], "name": one.name, "description": description, "topics": topics}
        yield group | ({"client": True} if one.is_client else {})


def _topics(row: Topic, numbers: dict[int, str], planned: set[str]) -> Iterator[Content]:
    """A topic; a long list of questions to ask is divided over more topics of the same name."""
    keys = sorted({numbers[one.pk] for one in row.questions.all() if one.pk in numbers} & planned)
    if not keys:
        return
    prompts = [prompt for prompt in row.prompts if prompt.strip()]
    for start in range(0, max(len(prompts), 1), PROMPTS[1]):
        yield _topic(row.text, prompts[start : start + PROMPTS[1]], keys)


def _topic(text: str, prompts: list[str], questions: list[str]) -> Content:
    missing = [f"{FILL}een open vraag."] * (PROMPTS[0] - len(prompts))
    return {"text": short(text), "prompts": [*prompts, *missing], "questions": questions}


def _levels(levels: dict[int, list[str]], keys: dict[int, str], asked: set[str]) -> Iterator[Content]:
    for level in ("official", "managerial", "executive"):
        groups = [keys[identifier] for identifier, own in levels.items() if level in own and keys[identifier] in asked]
        if groups:
            yield {"key": level, "perspectives": groups}


def _place_kind(evaluation: Evaluation) -> str:
    return PlaceKind.MUNICIPALITY if evaluation.place_kind == PlaceKind.OTHER else evaluation.place_kind


def _phases(user: User, evaluation: Evaluation) -> Iterator[Content]:
    rows = list(phases_for(user, evaluation))
    keys = _keys("fase", [row.pk for row in rows])
    for row in rows:
        lasted = (row.ends - row.starts).days // 7 if row.starts and row.ends else 0
        weeks = min(max(row.weeks or lasted, 1), MOST_WEEKS)
        yield {"key": keys[row.pk], "name": row.name, "kind": row.kind, "weeks": weeks}


def _methods(user: User, evaluation: Evaluation, keys: dict[int, str], matrix: list[Content]) -> Iterator[Content]:
    used = {row["method"] for row in matrix}
    for row in methods_for(user, evaluation):
        if keys[row.pk] in used:
            note = filled(row.note, "met wie, hoelang, en wat u bewaakt.")
            yield {"key": keys[row.pk], "name": row.name, "kind": row.kind, "note": note}


def _criteria(user: User, evaluation: Evaluation, numbers: dict[int, str]) -> Iterator[Content]:
    lines = [line for line in criteria_for(user, evaluation) if line.question_id in numbers]
    keys = _keys("criterium", [line.id for line in lines])
    for line in lines:
        yield {
            "key": keys[line.id],
            "question": numbers[line.question_id],
            "name": short(line.name),
            "source": short(line.current.source, SOURCE),
            "good": line.current.good,
            "insufficient": line.current.insufficient,
        }


def _outline(base: Template, questions: list[Content], here: dict[str, str]) -> list[Content]:
    """The sections of the template it began with, with the questions of this evaluation in place of its own."""
    sections = [{"title": one.title, "markdown": _of_these(one.markdown, here)} for one in base.outline]
    told = {key for one in sections for key in _named(one["markdown"])}
    missing = [key for key in _leaves(questions) if not {key, key.rpartition(".")[0]} & told]
    if missing:
        last = max((place for place, one in enumerate(sections, 1) if "{{bevindingen " in one["markdown"]), default=0)
        text = "\n\n".join(f"{{{{bevindingen {key}}}}}" for key in missing)
        sections.insert(last or len(sections), {"title": "Overige bevindingen", "markdown": text})
    return sections


def _of_these(markdown: str, here: dict[str, str]) -> str:
    """The text of a section, its questions renumbered, without the lines that name a question which is not here."""
    lines = [line for line in markdown.splitlines() if {*_named(line)} <= set(here)]
    text = POINTER.sub(lambda found: f"{found[1]}{here[found[2]]}{found[3]}", "\n".join(lines).strip())
    return text or f"> Schrijfhulp: {FILL}wat in dit hoofdstuk komt."


def _named(text: str) -> list[str]:
    return [found[2] for found in POINTER.finditer(text)]


def _leaves(questions: list[Content]) -> Iterator[str]:
    for question in questions:
        if parts := question.get("questions"):
            yield from _leaves(parts)
        else:
            yield question["key"]
