"""What variables of other tools become here: an attribute, a memo, or nothing.

A choice is known by the GUID of the variable, so that a newer file of the same project asks for nothing anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.reporting.models import ExchangeImport
from sluitend.formats.qdpx.taken_parts import Taken


class Became(models.TextChoices):
    """What a variable becomes."""

    PERSPECTIVE = "perspective", _("the perspective")
    LEVEL = "level", _("the level (official, managerial, executive)")
    PLACE = "place", _("the place")
    ORGANISATION = "organisation", _("the organisation")
    PHASE = "phase", _("the phase")
    FUNCTION = "function", _("the function or role of a respondent")
    DATE = "date", _("the date of the source")
    MEMO = "memo", _("a memo beside the source")
    NOTHING = "nothing", _("nothing: it stays behind")


OF_A_SOURCE: Final = frozenset(
    {*(Became.PERSPECTIVE, Became.LEVEL, Became.PLACE, Became.ORGANISATION), Became.PHASE, Became.DATE, Became.MEMO}
)
OF_A_PERSON: Final = frozenset({Became.PERSPECTIVE, Became.LEVEL, Became.PLACE, Became.ORGANISATION, Became.FUNCTION})
NEW: Final = frozenset({Became.PERSPECTIVE, Became.PLACE, Became.ORGANISATION, Became.PHASE})  # of these a list grows

# By what words other people's variables may go, in small letters.
_CALLED: Final[Mapping[str, Became]] = {
    **dict.fromkeys(
        ("perspectief", "perspective", "doelgroep", "respondentgroep", "stakeholder", "belanghebbende"),
        Became.PERSPECTIVE,
    ),
    **dict.fromkeys(("niveau", "level", "bestuurslaag"), Became.LEVEL),
    **dict.fromkeys(
        ("plaats", "gemeente", "woonplaats", "subregio", "regio", "place", "municipality", "region", "city", "town"),
        Became.PLACE,
    ),
    **dict.fromkeys(
        ("organisatie", "instelling", "werkgever", "aanbieder", "organisation", "organization", "employer", "agency"),
        Became.ORGANISATION,
    ),
    **dict.fromkeys(("fase", "meting", "meetmoment", "phase", "wave"), Became.PHASE),
    **dict.fromkeys(
        ("functie", "rol", "beroep", "function", "role", "profession", "occupation", "job"), Became.FUNCTION
    ),
    **dict.fromkeys(("datum", "interviewdatum", "gespreksdatum", "date"), Became.DATE),
}
LEVELS: Final[Mapping[str, Level]] = {
    **dict.fromkeys(("official", "ambtelijk", "ambtenaar", "beleidsmedewerker"), Level.OFFICIAL),
    **dict.fromkeys(
        ("managerial", "ambtelijk leidinggevend", "leidinggevend", "leidinggevende", "manager", "management"),
        Level.MANAGERIAL,
    ),
    **dict.fromkeys(("executive", "bestuurlijk", "bestuurder", "bestuur", "wethouder"), Level.EXECUTIVE),
}


def guess(name: str) -> Became:
    """By the words of its name, when all that are known say the same; of “Rol van de gemeente” nothing is guessed."""
    found = {_CALLED[word] for word in re.findall(r"[^\W\d_]+", name.casefold()) if word in _CALLED}
    return found.pop() if len(found) == 1 else Became.NOTHING


def suggested(evaluation: Evaluation, taken: Taken) -> dict[str, Became]:
    """By GUID: what it became with an earlier file, else a guess."""
    before = _before(evaluation)
    return {guid: before.get(guid) or guess(name) for guid, name, _type in taken.variables}


def _before(evaluation: Evaluation) -> dict[str, Became]:
    rows = ExchangeImport.objects.filter(evaluation=evaluation).order_by("pk").values_list("choices", flat=True)
    found: dict[str, str] = {}
    for choices in rows:
        found |= choices.get("variables", {})
    return {guid: Became(value) for guid, value in found.items()}
