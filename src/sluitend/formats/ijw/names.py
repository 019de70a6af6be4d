"""Names of codes, from the code lists of iJw 3.2 (Zorginstituut Nederland, informatiemodel.istandaarden.nl)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

CATEGORIES: Final[Mapping[str, str]] = {  # JZ020
    "31": "Zonder verblijf: wijk- of buurtteam (2015)",
    "32": "Zonder verblijf: ambulant op locatie van de aanbieder (2015)",
    "33": "Zonder verblijf: daghulp op locatie van de aanbieder (2015)",
    "34": "Zonder verblijf: in het netwerk van de jeugdige (2015)",
    "35": "Met verblijf: pleegzorg (2015)",
    "36": "Met verblijf: gezinsgericht (2015)",
    "37": "Met verblijf: gesloten plaatsing (2015)",
    "38": "Met verblijf: overig residentieel (2015)",
    "40": "Persoonlijke verzorging",
    "41": "Dagbehandeling",
    "42": "Vervoerdiensten",
    "43": "Jeugdhulp verblijf (incl. behandeling)",
    "44": "Jeugdhulp verblijf (excl. behandeling)",
    "45": "Jeugdhulp ambulant",
    "46": "Jeugdhulp crisis",
    "47": "Jeugdreclassering",
    "48": "Jeugdbescherming",
    "49": "Activiteiten in het preventief justitieel kader",
    "50": "Maatwerkarrangementen jeugd",
    "51": "Generalistische basis-ggz",
    "52": "Specialistische ggz",
    "53": "Kindergeneeskunde",
    "54": "Jeugd-ggz",
    "55": "Landelijk ingekochte zorg",
}
TEMPORARY: Final = "20"
STOPPED: Final[Mapping[str, str]] = {  # JZ588
    "02": "Overlijden",
    TEMPORARY: "Levering is tijdelijk beëindigd",
    "31": "Levering is volgens plan beëindigd",
    "32": "Voortijdig afgesloten, door cliënt",
    "33": "Voortijdig afgesloten, door aanbieder",
    "34": "Voortijdig afgesloten, in overleg",
    "35": "Voortijdig afgesloten, externe oorzaak",
    "36": "Geïnitieerd door de gemeente",
    "37": "In verband met wijzigingsverzoek",
    "38": "Overstap naar andere aanbieder",
    "39": "Uitstroom naar ander domein",
}
DELETED: Final = "13"
CHANGED: Final[Mapping[str, str]] = {  # JZ002
    "01": "Administratieve correctie (vervallen)",
    "02": "Cliënt overleden",
    "03": "Contractwijziging",
    "04": "Herbeoordeling: verlenging toewijzing",
    "05": "Herbeoordeling: verkorting toewijzing",
    "06": "Uitstroom naar ander domein",
    "07": "Verhuizing naar een andere gemeente",
    "08": "Wijziging leveringsvorm",
    "09": "Overstap naar andere aanbieder",
    "10": "Overgang naar nieuwe bekostigingssystematiek",
    "11": "Gemeentelijke herindeling",
    "12": "Geïnitieerd door de aanbieder",
    DELETED: "Verwijderd",
    "14": "Administratieve correctie",
}
ASKED: Final[Mapping[str, str]] = {"1": "Verandering cliëntsituatie", "2": "Wijziging zorgplan"}  # WJ758
ELSEWHERE: Final = "8"  # another municipality is responsible
REJECTED: Final[Mapping[str, str]] = {  # WJ759
    "1": "Geen wijziging, maar nieuwe aanvraag",
    "2": "Past niet binnen budget",
    "3": "Geen contract",
    "4": "Past niet binnen contract",
    "5": "Andere gemeente",
    "6": "Stapeling",
    "7": "Zorginhoudelijke afkeur",
    ELSEWHERE: "Woonplaatsbeginsel",
    "9": "Leeftijdsgrens is bereikt",
}
REFERRERS: Final[Mapping[str, str]] = {  # COD327
    "01": "Gemeente",
    "02": "Huisarts",
    "03": "Jeugdarts",
    "04": "Gecertificeerde instelling",
    "05": "Medisch specialist",
    "06": "Zelfverwijzer / geen verwijzer",
    "08": "Rechter, Officier van Justitie of justitiële jeugdinrichting",
}
ACCEPTED: Final = frozenset({"0200", "0233"})  # WJ001: no remark; not assessed. Every other code rejects.


_CODE = re.compile(r"[A-Za-z0-9]{1,5}")


def named(names: Mapping[str, str], code: str) -> str | None:
    """The name; a code that is in no list is shown, so that it is seen; None without a code."""
    return names.get(code, f"onbekende code {coded(code) or ''}".rstrip()) if code else None


def coded(code: str) -> str | None:
    """A code as it stands; None for what cannot be one: nothing else of a message may come out this way."""
    return code if _CODE.fullmatch(code) else None
