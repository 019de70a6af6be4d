"""What the columns of a table most likely hold, and what their values stand for in this evaluation."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.sources.answers.plan import ATTRIBUTES, ONCE, Column, Plan, Preview, Role, Value, key_of
from sluitend.apps.sources.attributes import candidates
from sluitend.apps.sources.models import AnswerMemory
from sluitend.work import vault

# Names of columns, tried from above.
_RULES = (
    (
        Role.KEY,
        r"^(?:respondent|response|deelnemer|antwoord|collector)?[ _-]?(?:id|nr|nummer|code|sleutel)$|volgnummer",
    ),
    (Role.PERSPECTIVE, r"functie|perspectief|\brol\b|beroep|doelgroep|wie bent u|\brole\b"),
    (Role.LEVEL, r"niveau|\blaag\b|\blevel\b"),
    (Role.PLACE, r"gemeente|\bplaats\b|woonplaats|\bregio\b|municipality"),
    (Role.ORGANISATION, r"organisatie|werkgever|instelling|organi[sz]ation"),
    (Role.PHASE, r"\bfase\b|meting|meetmoment|\bronde\b|\bphase\b"),
)
_OPEN = re.compile(
    r"^(?:wat|hoe|waarom|waardoor|welke|waar|what|how|why)\b.*\?|toelicht|licht .*toe|opmerking", re.IGNORECASE
)
_LONG = 25  # characters: what people write who are asked for their own words
_LEVELS = {  # Dutch words as well: files speak Dutch whatever the language of the screen
    Level.OFFICIAL: ("ambtelijk", "uitvoerend", "uitvoering", "official"),
    Level.MANAGERIAL: ("ambtelijk leidinggevend", "leidinggevend", "management", "managerial"),
    Level.EXECUTIVE: ("bestuurlijk", "bestuur", "executive"),
}

Known = Mapping[str, Mapping[str, Value]]  # attribute -> {key of a value: what it stands for}


def known_values(evaluation: Evaluation) -> Known:
    """What can be meant by a value of each attribute, by its name in this evaluation. A query an attribute."""
    known: dict[str, dict[str, Value]] = {}
    for role in ATTRIBUTES:
        if role is not Role.LEVEL:
            known[role] = {key_of(str(row)): row.pk for row in candidates(evaluation, role)}
    known[Role.LEVEL] = {key_of(word): str(level) for level, words in _LEVELS.items() for word in words}
    return known


def meaning(known: Known, role: str, value: str) -> Value:
    """What a value stands for, if that is plain from its name."""
    key = key_of(value)
    found = known[role]
    return found.get(key, found.get(key.removeprefix("gemeente "), found.get(f"gemeente {key}")))


def guessed_roles(preview: Preview, known: Known) -> tuple[Role, ...]:
    """What each column most likely holds; personal data is left out, and no attribute comes twice."""
    taken: set[Role] = set()
    roles = []
    for column in preview.columns:
        role = _role(column, known)
        if role in taken and role in ONCE:
            role = Role.LEAVE_OUT
        taken.add(role)
        roles.append(role)
    return tuple(roles)


def _role(column: Column, known: Known) -> Role:
    if column.sign or not column.filled:
        return Role.LEAVE_OUT
    for role in ATTRIBUTES:
        same = sum(meaning(known, role, value) is not None for value in column.values)
        if column.values and 2 * same > len(column.values):
            return role
    if _asks(column):
        return Role.QUESTION
    if column.length < _LONG or column.values:
        for role, rule in _RULES:
            if re.search(rule, column.name, re.IGNORECASE) and (role is Role.KEY or column.values):
                return role
    return Role.QUESTION if column.length >= _LONG else Role.LEAVE_OUT


def _asks(column: Column) -> bool:
    """Whether its name asks, and most answers differ from each other: those of a closed question do not."""
    return bool(_OPEN.search(column.name)) and (not column.values or 2 * len(column.values) > column.filled)


def columns_hash(evaluation: Evaluation, preview: Preview) -> str:
    return _hash(evaluation, *(column.name for column in preview.columns))


def value_hash(evaluation: Evaluation, role: str, value: str) -> str:
    return _hash(evaluation, role, key_of(value))[:32]


def _hash(evaluation: Evaluation, *words: str) -> str:
    """With the evaluation's key: without it, a name in a cell could be found by trying names."""
    return hmac.new(vault.unwrap(evaluation.wrapped_key), "\x1f".join(words).encode(), hashlib.sha256).hexdigest()


def remembered(evaluation: Evaluation, preview: Preview) -> AnswerMemory | None:
    """What was said before of a table with these columns. One query."""
    return AnswerMemory.objects.filter(evaluation=evaluation, columns_sha256=columns_hash(evaluation, preview)).first()


def suggested_roles(preview: Preview, known: Known, memory: AnswerMemory | None) -> tuple[Role, ...]:
    """As it was said before, else as it is guessed."""
    if memory is not None and len(memory.roles) == len(preview.columns):
        return tuple(map(Role, memory.roles))
    return guessed_roles(preview, known)


def values_to_map(plan: Plan, preview: Preview) -> dict[Role, list[str]]:
    """The values of every attribute that the plan takes from a column."""
    columns = {role: plan.column(role) for role in ATTRIBUTES}
    return {role: list(preview.columns[column].values) for role, column in columns.items() if column is not None}


def suggested_values(
    evaluation: Evaluation, wanted: Mapping[Role, Iterable[str]], known: Known, memory: AnswerMemory | None
) -> dict[str, dict[str, Value]]:
    """What values stand for, as far as that is known by name or was said before; the others are not in it."""
    found: dict[str, dict[str, Value]] = {}
    for role, values in wanted.items():
        said = memory.values.get(role, {}) if memory is not None else {}
        there = set(known[role].values())
        found[role] = {}
        for value in values:
            own = meaning(known, role, value)
            before = value_hash(evaluation, role, value)
            if own is not None:
                found[role][key_of(value)] = own
            elif before in said and (said[before] is None or said[before] in there):
                found[role][key_of(value)] = said[before]
    return found


def unknown_values(wanted: Mapping[Role, Iterable[str]], found: Known) -> dict[Role, list[str]]:
    """The values of which a person has to say what they stand for."""
    left = {role: [one for one in values if key_of(one) not in found.get(role, {})] for role, values in wanted.items()}
    return {role: values for role, values in left.items() if values}
