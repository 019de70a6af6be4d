"""The kinds of datasets: what their columns can hold, how that is guessed, and what their rows are about.

A kind is checked and stored by ``sluitend.work.events_process`` and opened by ``queries.opened`` (an event log) or
``queries.opened_table`` (any other).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets.models import DatasetKind
from sluitend.formats import stored_table
from sluitend.work.events import SUFFIXES

Text = str | Promise
_TABLES: Final = (".csv", ".csv.gz", ".xlsx", ".parquet")


@dataclass(frozen=True, slots=True)
class Role:
    """What a column can hold. `rule` is a pattern of the names that such columns have; `asks` is the code of what is
    said to whoever did not choose a column that is needed."""

    key: str
    words: Text
    rule: str
    asks: str = ""
    of_dates: bool = False

    @property
    def needed(self) -> bool:
        """Whether there are no rows without it."""
        return bool(self.asks)


@dataclass(frozen=True, slots=True)
class Kind:
    """`row` says what a row is, `events` and `cases` what is counted. `attributes`: whether further columns can go
    along. `guessing` are the keys of the roles in the order in which columns are looked for. `files` are those of a
    stored one.
    """

    key: str
    row: Text
    events: Text
    cases: Text
    suffixes: tuple[str, ...]
    roles: tuple[Role, ...]
    files: tuple[str, ...]
    attributes: bool = False
    guessing: tuple[str, ...] = field(default=())

    def role(self, key: str) -> Role:
        """Raises KeyError for what its columns do not hold."""
        return {one.key: one for one in self.roles}[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """Of its roles."""
        return tuple(one.key for one in self.roles)


_STEPS: Final = ("about.json", "steps.parquet", "cases.parquet", "values.parquet")
_TABLE: Final = (stored_table.ABOUT, stored_table.TABLE)

EVENT_LOG: Final = Kind(
    key=DatasetKind.EVENT_LOG,
    row=_("a row for each event"),
    events=_("Events"),
    cases=_("Cases"),
    suffixes=SUFFIXES,
    roles=(
        Role(
            "case",
            _("case"),
            r"^case(?:$|[ _-]?id|:concept:name)|zaak|casus|dossier|traject|cli[eë]nt|jeugdige|persoon",
            "datasets.no_case_column",
        ),
        Role(
            "activity",
            _("activity (what happened)"),
            r"activit|gebeurtenis|^event|^concept:name|handeling|stap|status",
            "datasets.no_activity_column",
        ),
        Role(
            "time",
            _("date or time"),
            r"^time|timestamp|tijd|datum|^date|moment|wanneer",
            "datasets.no_time_column",
            of_dates=True,
        ),
        Role(
            "resource",
            _("who did it"),
            r"resource|uitvoerder|organisatie|aanbieder|^org|instelling|medewerker|functie",
        ),
        Role("registered", _("when it was recorded"), r"regist|vastgeleg|ingevoerd|invoer|recorded|aangemaakt",
             of_dates=True),
        Role("reason", _("reason (goes with the activity: “stopped: moved”)"), r"^(?:reason|reden)$"),
    ),
    files=_STEPS,
    attributes=True,
    guessing=("registered", "time", "case", "activity", "resource", "reason"),
)  # fmt: skip
RELATIONS: Final = Kind(
    key=DatasetKind.RELATIONS,
    row=_("a row for each organisation that somebody spoke of"),
    events=_("Answers"),
    cases=_("Organisations that answered"),
    suffixes=_TABLES,
    roles=(
        Role(
            "organisation",
            _("organisation that answers"),
            r"organisatie|organisation|^org|van\b|invuller|^from|^source",
            "datasets.no_organisation_column",
        ),
        Role(
            "about",
            _("organisation that it is about"),
            r"^over|about|partner|ander|samenwerk(?:t|en)? met|^naar|^to$|^target",
            "datasets.no_about_column",
        ),
        Role(
            "intensity",
            _("how closely they work together (0 to 4)"),
            r"intensi|ladder|mate|niveau|trede|samenwerking|hoe",
            "datasets.no_intensity_column",
        ),
        Role("trust", _("trust"), r"vertrouw|trust"),
        Role("value", _("what it is worth to their work"), r"waarde|value|belang|opbrengst"),
        Role("group", _("subregion or moment"), r"regio|gebied|groep|group|meting|moment|periode|ronde"),
        Role("respondent", _("key of the respondent"), r"respondent|invulling|sleutel|^id$|deelnemer"),
    ),
    files=_TABLE,
    guessing=("respondent", "about", "trust", "value", "group", "intensity", "organisation"),
)
SERIES: Final = Kind(
    key=DatasetKind.SERIES,
    row=_("a row for each period"),
    events=_("Values"),
    cases=_("Groups"),
    suffixes=_TABLES,
    roles=(
        Role(
            "period",
            _("period (year, quarter, month, week or day)"),
            r"period|maand|kwartaal|^jaar|^week|^dag|datum|month|quarter|^year|^date",
            "datasets.no_period_column",
        ),
        Role(
            "value",
            _("value"),
            r"waarde|value|aantal|teller|totaal|gemiddeld|mediaan|cijfer|dagen|bedrag|count",
            "datasets.no_value_column",
        ),
        Role("group", _("group (municipality, provider)"), r"groep|group|gemeente|regio|aanbieder|organisatie|soort"),
        Role("denominator", _("denominator (of how many)"), r"noemer|denominator|van de|populatie|inwoners|jeugdigen"),
    ),
    files=_TABLE,
    guessing=("period", "denominator", "value", "group"),
)
KINDS: Final[Mapping[str, Kind]] = {str(one.key): one for one in (EVENT_LOG, RELATIONS, SERIES)}


def kind_of(key: str) -> Kind:
    """Raises KeyError for a kind that is not there."""
    return KINDS[key]
