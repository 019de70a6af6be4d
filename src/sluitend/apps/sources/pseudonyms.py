"""What stands in the place of a name: a role with a number or a letter, or a fixed word between brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.functional import Promise

from sluitend.apps.sources.models import NAMED, NameKind

# In the text itself, which is Dutch whatever the language of the screens.
FIXED: dict[str, str] = {
    NameKind.ADDRESS: "[adres]",
    NameKind.POSTCODE: "[postcode]",
    NameKind.PHONE: "[telefoonnummer]",
    NameKind.EMAIL: "[e-mailadres]",
    NameKind.BSN: "[bsn]",
    NameKind.BIRTH_DATE: "[geboortedatum]",
    NameKind.OTHER: "[weggelaten]",
}
WORDS: dict[str, str] = {
    NameKind.PERSON: "persoon",
    NameKind.SCHOOL: "school",
    NameKind.ORGANISATION: "organisatie",
    NameKind.PLACE: "plaats",
}
# People who are helped have letters ("moeder A"), so that they are not taken for the third consulent.
LETTERED = (
    "moeder", "vader", "ouder", "kind", "dochter", "zoon", "jongere", "jeugdige", "jongen", "meisje", "baby",
    "broer", "zus", "opa", "oma", "tante", "oom", "cliënt", "leerling", "gezin", "pleegouder", "pleegmoeder",
    "pleegvader", "stiefvader", "stiefmoeder", "buurvrouw", "buurman", "familielid",
)  # fmt: skip
NUMBERED = (
    "consulent", "jeugdbeschermer", "gezinsvoogd", "voogd", "casusregisseur", "procesregisseur",
    "wijkteammedewerker", "medewerker Veilig Thuis", "hulpverlener", "gedragswetenschapper", "orthopedagoog",
    "psycholoog", "therapeut", "leerkracht", "juf", "meester", "mentor", "directeur", "intern begeleider",
    "leerplichtambtenaar", "huisarts", "jeugdarts", "wijkagent", "agent", "rechter", "advocaat", "teamleider",
    "manager", "beleidsmedewerker", "wethouder", "burgemeester", "raadslid", "bestuurder", "jongerenwerker",
    "groepsleider", "zorgaanbieder", "onderzoeker", "persoon",
)  # fmt: skip
ROLES = (*LETTERED, *NUMBERED)

_NUMBER = re.compile(r"(.+) (\d{1,4}|[A-Z]{1,2})")


def is_named(kind: str) -> bool:
    """Whether a name of this kind keeps a pseudonym of its own."""
    return kind in NAMED


def suggestion(kind: str, role: str, taken: Iterable[str]) -> str:
    """The next free pseudonym: "consulent 3", "moeder A", "school 2"; a number is never given twice.

    `taken` are all pseudonyms of the evaluation.
    """
    word = (role.strip() if kind == NameKind.PERSON else "") or WORDS[kind]
    used = [match[2] for pseudonym in taken if (match := _NUMBER.fullmatch(pseudonym)) and match[1] == word]
    if word.casefold() in LETTERED:
        return f"{word} {_letters(1 + max((_ordinal(mark) for mark in used if mark.isalpha()), default=0))}"
    return f"{word} {1 + max((int(mark) for mark in used if mark.isdecimal()), default=0)}"


def _letters(ordinal: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    rest, letter = divmod(ordinal - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("A") + letter)


def _ordinal(letters: str) -> int:
    ordinal = 0
    for letter in letters:
        ordinal = ordinal * 26 + ord(letter) - ord("A") + 1
    return ordinal


def labels() -> dict[str, str | Promise]:
    """The kinds in words."""
    return dict(NameKind.choices)
