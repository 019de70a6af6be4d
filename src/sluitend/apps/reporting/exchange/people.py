"""What may be told of people in an exchange file: the regime for voices, as in what else leaves the team."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.queries import FEWEST
from sluitend.apps.reporting.account import RespondentEntry
from sluitend.apps.reporting.queries.voices import coarsened
from sluitend.apps.sources.grounds import is_from_persons, respondents_in
from sluitend.apps.sources.models import Source

VARIABLES = ("Perspectief", "Niveau", "Plaats", "Organisatie", "Functie", "Fase")
_LINKS = ("perspective", "place", "organisation")


@dataclass(frozen=True, slots=True)
class Told:
    """The values of one respondent or source by their variable, and whether something was kept back."""

    values: dict[str, str]
    kept_back: bool


class People:
    """Respondents and what may be told of them, and of the sources in which they speak."""

    def __init__(self, evaluation: Evaluation, sources: list[Source]) -> None:
        rows = Respondent.objects.filter(evaluation=evaluation, emptied_at__isnull=True)
        self.respondents = list(rows.select_related(*_LINKS).defer("sealed_identity", "wrapped_key"))
        self.spoken = respondents_in([one.pk for one in sources])
        self._told = {one.number: one for one in coarsened([_entry(one) for one in self.respondents])}
        self._shared = Counter((one.perspective_id, one.organisation_id) for one in self.respondents)
        alone = [one for one in sources if is_from_persons(one) and not self.spoken.get(one.pk)]
        self._alone = {one.number: one for one in coarsened([_source_entry(one) for one in alone])}

    def of_respondent(self, one: Respondent) -> Told:
        entry = self._told[one.number]
        values = {"Perspectief": entry.perspective, "Niveau": entry.level, "Plaats": entry.place}
        values |= {"Functie": entry.function, "Organisatie": self._organisation(one, entry)}
        known = (one.perspective_id, one.level, one.place_id, one.organisation_id, one.function)
        return Told(_filled(values), sum(map(bool, known)) > sum(map(bool, values.values())))

    def of_source(self, one: Source) -> Told:
        """Of what is public all of it; else as much as may be told of who speaks in it."""
        known = {"Perspectief": str(one.perspective or ""), "Niveau": _level(one.level), "Plaats": str(one.place or "")}
        own = {"Fase": str(one.phase or ""), "Organisatie": str(one.organisation or "")}
        if not is_from_persons(one):
            return Told(_filled(known | own), kept_back=False)
        values = _filled(self._few(one, known)) | _filled({"Fase": own["Fase"]})
        return Told(values, kept_back=len(values) < len(_filled(known | own)))

    def _few(self, one: Source, known: dict[str, str]) -> dict[str, str]:
        if (entry := self._alone.get(one.number)) is not None:
            return {"Perspectief": entry.perspective, "Niveau": entry.level, "Plaats": entry.place}
        alike = [told for told in self._told.values() if told.perspective and told.perspective == known["Perspectief"]]
        if not alike:
            return {}
        level = known["Niveau"] if any(told.level == known["Niveau"] for told in alike) else ""
        place = known["Plaats"] if any((told.level, told.place) == (level, known["Plaats"]) for told in alike) else ""
        return {"Perspectief": known["Perspectief"], "Niveau": level, "Plaats": place}

    def _organisation(self, one: Respondent, entry: RespondentEntry) -> str:
        """Beside a level, a place or a function it may be one person."""
        if one.organisation is None or not entry.perspective or entry.level or entry.place or entry.function:
            return ""
        return str(one.organisation) if self._shared[one.perspective_id, one.organisation_id] >= FEWEST else ""


def _entry(one: Respondent) -> RespondentEntry:
    place, perspective = str(one.place or ""), str(one.perspective or "")
    return RespondentEntry(one.number, perspective, _level(one.level), place, one.function)


def _source_entry(one: Source) -> RespondentEntry:
    place, perspective = str(one.place or ""), str(one.perspective or "")
    return RespondentEntry(one.number, perspective, _level(one.level), place, "")


def _level(level: str) -> str:
    return str(Level(level).label) if level else ""


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
