"""Why a data holder's file is not prepared, and what a reader of the screen is told. Msgids in English.

The sentences name columns and rows, never a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sluitend.engines.disclosure.kinds import Kind
from sluitend.errors import InputError

NO_HEADER: Final = "disclosure.no_header"
NO_COLUMN: Final = "disclosure.no_column"  # data: column
SAME_COLUMN: Final = "disclosure.same_column"
USED_TWICE: Final = "disclosure.used_twice"  # data: column
NAME_TAKEN: Final = "disclosure.name_taken"  # data: column
TOO_FEW: Final = "disclosure.too_few_cases"  # data: cases, least
BAD_KEY: Final = "disclosure.bad_key"
OPEN_KEY: Final = "disclosure.open_key"  # data: name
KEY_ALONG: Final = "disclosure.key_along"
FOLDER: Final = "disclosure.folder"  # data: name
STORED: Final = "disclosure.stored"  # data: name
EXISTS: Final = "disclosure.exists"  # data: name
NO_ACCESS: Final = "disclosure.no_access"  # data: name
PLACES_NEEDED: Final = "disclosure.places_needed"
PLACE_TOO: Final = "disclosure.place_too"
BAD_PLACES: Final = "disclosure.bad_places"
NO_PLACE_KNOWN: Final = "disclosure.no_place_known"  # data: column
LONG_BEFORE: Final = "disclosure.long_before"  # data: column
UNFORESEEN: Final = "disclosure.unforeseen"  # data: what
KINDS: Final[Mapping[Kind, str]] = {kind: f"disclosure.{kind}" for kind in Kind}  # data: column


class Refused(InputError):  # noqa: N818 - reads as the outcome
    """Nothing is written; `errors` says of every column what is wrong with it."""

    def __init__(self, errors: list[InputError]) -> None:
        super().__init__(errors[0].code)
        self.errors = errors


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue."""
    return sentence


SENTENCES: Mapping[str, str] = {
    KINDS[Kind.BSN]: _(
        "Column “%(column)s” holds citizen service numbers (BSN). Leave it out, or give it as --case, --family or "
        "--person: then keys are written in their place."
    ),
    KINDS[Kind.NAME]: _(
        "Column “%(column)s” holds names of people. Leave it out, take the organisation instead, or give it as "
        "--person: then keys are written in their place."
    ),
    KINDS[Kind.BIRTH_DATE]: _(
        "Column “%(column)s” holds dates of birth. Leave it out, or give it as --birth: then age groups are written."
    ),
    KINDS[Kind.ADDRESS]: _("Column “%(column)s” holds addresses. Leave it out and give the municipality instead."),
    KINDS[Kind.POSTCODE]: _(
        "Column “%(column)s” holds postcodes. Leave it out, or give it as --place with a table behind --places: then "
        "municipalities are written."
    ),
    KINDS[Kind.PLACE]: _(
        "Column “%(column)s” holds places that are smaller than a municipality. Give a column with the municipality, "
        "by name or code (GM0000), or give this one as --place with a table behind --places."
    ),
    KINDS[Kind.EMAIL]: _("Column “%(column)s” holds e-mail addresses. Leave it out, or give it as --person."),
    KINDS[Kind.PHONE]: _("Column “%(column)s” holds phone numbers. Leave it out."),
    KINDS[Kind.IBAN]: _("Column “%(column)s” holds bank accounts. Leave it out."),
    KINDS[Kind.FREE_TEXT]: _(
        "Column “%(column)s” holds free text, in which anything about anybody can stand. Leave it out, or take a "
        "column with fixed choices."
    ),
    KINDS[Kind.KEY]: _(
        "Column “%(column)s” seems to hold numbers of people or cases: nearly every value is another. Leave it out, or "
        "give it as --case, --family or --person: then keys are written in their place."
    ),
    NO_HEADER: _(
        "The name of a column looks like personal data. Put the names of the columns in row 1, and the first event in "
        "row 2."
    ),
    NO_COLUMN: _("There is no column “%(column)s”. See in row 1 of the file how it is called."),
    SAME_COLUMN: _("Two columns have the same name. Give every column a name of its own in row 1."),
    USED_TWICE: _("You gave column “%(column)s” for two things. Give each column once."),
    NAME_TAKEN: _(
        "A column that goes along cannot be called “%(column)s”: in what is written that name means something already. "
        "Give it another name in row 1."
    ),
    TOO_FEW: _(
        "There are %(cases)s cases, fewer than the %(least)s that a value must have to be written. Bring in a longer "
        "period or more cases."
    ),
    BAD_KEY: _("The file behind --key holds no key. Choose the file that was made earlier, or a new name."),
    OPEN_KEY: _(
        "The key “%(name)s” can be read by others on this machine. Make it readable for yourself alone, for example "
        "with: chmod 600 FILE"
    ),
    KEY_ALONG: _("The key would travel along with the data. Choose a place for --key outside the folder behind --out."),
    FOLDER: _("“%(name)s” is a folder. Name a file, or say with --kind which messages or records lie in the folder."),
    STORED: _("“%(name)s” is an event log that was stored. Name the file from which it was read in."),
    EXISTS: _("“%(name)s” exists already. Choose another folder for --out."),
    NO_ACCESS: _("“%(name)s” cannot be read or written. Check whether it is there and whether you may."),
    PLACES_NEEDED: _(
        "Give --place and --places together: the column with the place or postcode, and a table that says in which "
        "municipality each lies."
    ),
    PLACE_TOO: _("Give the municipality with --municipality, or with --place and --places. Leave one of them out."),
    BAD_PLACES: _(
        "The table behind --places cannot be used. It has a place or postcode in its first column, the municipality in "
        "its second, names of the columns in row 1, and at most a million rows."
    ),
    NO_PLACE_KNOWN: _(
        "No value of column “%(column)s” is in the table behind --places. Check whether both hold names of places, or "
        "both postcodes."
    ),
    LONG_BEFORE: _(
        "Column “%(column)s” lies more than a year before the event in most rows, as dates of birth do: nothing is put "
        "on record before it happens. Leave it out, or give it as --birth if it holds dates of birth."
    ),
    UNFORESEEN: _(
        "Something went wrong that was not foreseen (%(what)s). Nothing was written. Report this line to the "
        "maintainer; there are no data in it."
    ),
}
