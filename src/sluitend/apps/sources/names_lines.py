"""Names as people keep them in a list: one a line, "Jannie Bloem / Jannie; persoon; consulent"."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.apps.sources import pseudonyms
from sluitend.apps.sources.models import NameKind
from sluitend.errors import InputError

MOST_LINES = 500
LONGEST_PSEUDONYM = 80
# What people type for a kind, besides the label on screen and the value.
_KINDS: dict[str, NameKind] = {
    "persoon": NameKind.PERSON,
    "naam": NameKind.PERSON,
    "school": NameKind.SCHOOL,
    "kinderopvang": NameKind.SCHOOL,
    "organisatie": NameKind.ORGANISATION,
    "instelling": NameKind.ORGANISATION,
    "aanbieder": NameKind.ORGANISATION,
    "plaats": NameKind.PLACE,
    "buurt": NameKind.PLACE,
    "wijk": NameKind.PLACE,
    "dorp": NameKind.PLACE,
    "straat": NameKind.ADDRESS,
    "adres": NameKind.ADDRESS,
    "postcode": NameKind.POSTCODE,
    "telefoon": NameKind.PHONE,
    "telefoonnummer": NameKind.PHONE,
    "e-mail": NameKind.EMAIL,
    "e-mailadres": NameKind.EMAIL,
    "bsn": NameKind.BSN,
    "geboortedatum": NameKind.BIRTH_DATE,
    "anders": NameKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class NewName:
    """A line that was read. Of `role` and `pseudonym` at most one is filled."""

    line: int
    kind: str
    forms: tuple[str, ...]
    role: str
    pseudonym: str


def read_lines(text: str) -> list[NewName]:
    """Every line that is not empty; fields by semicolon (or tab), forms of one name by slash.

    Raises InputError("sources.names_no_form", "sources.names_too_many_lines", "sources.names_line_kind",
    "sources.names_line_empty"), with the number of the line and never its words.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise InputError("sources.names_no_form")
    if len(lines) > MOST_LINES:
        raise InputError("sources.names_too_many_lines", most=MOST_LINES)
    return [_name(number, line) for number, line in lines]


def _name(number: int, line: str) -> NewName:
    name, kind, instead = (*(part.strip() for part in line.replace("\t", ";").split(";", 2)), "", "")[:3]
    forms = tuple(form.strip() for form in name.split("/") if form.strip())
    if not forms:
        raise InputError("sources.names_line_empty", line=number)
    role = _role(kind)
    if role and not instead:  # "Jannie Bloem; consulent": the role stands where the kind may be
        kind, instead = NameKind.PERSON.value, role
    role = _role(instead)
    return NewName(number, _kind(number, kind), forms, role, "" if role else instead[:LONGEST_PSEUDONYM])


def _kind(number: int, word: str) -> str:
    plain = word.casefold()
    labels = {str(label).casefold(): value for value, label in NameKind.choices}
    known = {**labels, **_KINDS, **{value: value for value in NameKind.values}}
    if plain and plain not in known:
        raise InputError("sources.names_line_kind", line=number)
    return str(known.get(plain, NameKind.PERSON.value))


def _role(words: str) -> str:
    """The role that these words are, as it is written; empty when they are none."""
    return next((role for role in pseudonyms.ROLES if role.casefold() == words.casefold()), "")
