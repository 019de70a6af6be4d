"""Names of codes, from the protocol "Beleidsinformatie Jeugd", version 7 (July 2021), chapters 3 and 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REFERRERS: Final[Mapping[str, str]] = {  # 3.2
    "01": "Gemeentelijke toegang",
    "02": "Huisarts",
    "03": "Jeugdarts",
    "04": "Gecertificeerde instelling",
    "05": "Medisch specialist",
    "06": "Geen verwijzer",
    "08": "Rechter, Officier van Justitie of justitiële jeugdinrichting",
}
CARE: Final[Mapping[str, str]] = {  # 3.3
    "01": "Zonder verblijf: wijk- of buurtteam",
    "02": "Zonder verblijf: ambulant op locatie van de aanbieder",
    "03": "Zonder verblijf: daghulp op locatie van de aanbieder",
    "04": "Zonder verblijf: in het netwerk van de jeugdige",
    "11": "Met verblijf: pleegzorg",
    "12": "Met verblijf: gezinsgericht",
    "13": "Met verblijf: gesloten plaatsing",
    "14": "Met verblijf: anders",
}
CRISIS: Final[Mapping[str, str]] = {"01": "ja", "02": "nee"}  # 3.4
CARE_ENDED: Final[Mapping[str, str]] = {  # 3.7
    "01": "Beëindigd volgens plan",
    "02": "Voortijdig afgesloten: in overeenstemming",
    "03": "Voortijdig afgesloten: eenzijdig door de cliënt",
    "04": "Voortijdig afgesloten: eenzijdig door de aanbieder",
    "05": "Voortijdig afgesloten: wegens externe omstandigheden",
}
MEASURES: Final[Mapping[str, str]] = {  # 5.1.1, 5.2.1 and 5.4
    "11": "Ondertoezichtstelling",
    "12": "Voorlopige ondertoezichtstelling",
    "21": "Voogdij",
    "22": "Voorlopige voogdij",
    "23": "Tijdelijke voogdij",
    "31": "Activiteiten in het preventief justitieel kader",
    "41": "Toezicht en begeleiding: gedwongen kader",
    "42": "Toezicht en begeleiding: vrijwillig",
    "50": "Individuele trajectbegeleiding Harde Kern",
    "51": "Individuele trajectbegeleiding Criem",
    "61": "Scholings- en trainingsprogramma",
    "62": "Gedragsbeïnvloedende maatregel",
    "63": "Voorbereiding gedragsbeïnvloedende maatregel",
}
PLACEMENTS: Final[Mapping[str, str]] = {  # 5.1.4
    "71": "Machtiging gesloten plaatsing",
    "72": "Machtiging uithuisplaatsing",
}
MEASURE_ENDED: Final[Mapping[str, str]] = {  # 5.3.1
    "01": "Bereiken meerderjarigheid jeugdige",
    "02": "Tussentijdse opheffing",
    "03": "Niet verlengd",
    "04": "Beëindiging volgens plan",
    "05": "Gezagsbeëindigende maatregel",
    "06": "Overlijden jeugdige",
    "07": "VOTS omgezet in OTS",
    "11": "Bereiken meerderjarigheid jeugdige",
    "12": "Voogdij naar pleegouder",
    "13": "Voogdij naar contactpersoon (burgervoogd)",
    "14": "Herstel gezag",
    "15": "Overlijden jeugdige",
    "31": "Einde activiteiten in het preventief justitieel kader",
    "41": "Risicoprofiel lager dan bij het begin",
    "42": "Risicoprofiel even hoog als bij het begin",
    "43": "Risicoprofiel hoger dan bij het begin",
    "51": "Geen zorg meer waarvoor is overgedragen of verwezen",
    "52": "Nog zorg waarvoor is overgedragen of verwezen",
}


def named(names: Mapping[str, str], code: str) -> str | None:
    """The name; of anything else only that it is unknown, if it is no code; None without a code."""
    if not code:
        return None
    two = code.zfill(2)  # a spreadsheet writes 1 for 01
    return names.get(two, f"onbekende code {two}" if two.isdigit() and len(two) == 2 else "onbekende code")
