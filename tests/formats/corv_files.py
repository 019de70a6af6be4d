"""CORV messages made by hand; numbers, people and organisations are fictitious ("fictief")."""

from __future__ import annotations

from itertools import count

_NUMBERS = count(1)
SPACES = (
    'xmlns:J="http://www.stufstandaarden.nl/koppelvlak/jz0100" xmlns:S="http://www.egem.nl/StUF/StUF0301" '
    'xmlns:Z="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:B="http://www.egem.nl/StUF/sector/bg/0310"'
)


def message(name: str, sent: str, body: str, *, sender: str = "Veilig Thuis Fictief", entity: str = "ZAK") -> str:
    """A whole message; `sent` as 20300131 with or without a time."""
    head = (
        f"<S:berichtcode>Di01</S:berichtcode><S:zender><S:organisatie>{sender}</S:organisatie><S:applicatie>fic"
        "tief</S:applicatie></S:zender><S:ontvanger><S:organisatie>CORV</S:organisatie><S:applicatie>fictief</S:applicatie>"
        f"</S:ontvanger><S:referentienummer>{next(_NUMBERS)}</S:referentienummer>"
        f"<S:tijdstipBericht>{sent.ljust(16, '0')}</S:tijdstipBericht><S:functie>{name}</S:functie>"
    )
    return (
        f'<J:{name} {SPACES}><J:stuurgegevens>{head}</J:stuurgegevens><J:object S:entiteittype="{entity}">{body}'
        f"</J:object></J:{name}>"
    )


def reported(report: str, day: str, *people: tuple[str, str], sent: str = "20300105") -> str:
    """A report to Veilig Thuis about people: role and number of each."""
    involved = "".join(
        f"<J:heeftBetrokken><J:gerelateerde><B:inp.bsn>{number}</B:inp.bsn><B:geslachtsnaam>Fictief</B:geslachtsnaam>"
        f"</J:gerelateerde><J:jeugzorgrol>{role}</J:jeugzorgrol></J:heeftBetrokken>"
        for role, number in people
    )
    body = (
        f"<J:identificatieVtMelding>{report}</J:identificatieVtMelding><J:datumMelding>{day}</J:datumMelding>"
        f"<J:omschrijvingIncident>Geheim</J:omschrijvingIncident><J:betreft><J:gerelateerde>{involved}"
        "</J:gerelateerde></J:betreft>"
    )
    return message("vtMeldingDi01", sent, body, sender="Politie Fictief", entity="VTM")


def fed_back(report: str, sent: str, status: str, outcome: str | None = None, owner: str | None = None) -> str:
    """Feedback of Veilig Thuis on a report; valid by the schemas."""
    found = f"<Z:uitkomst>{outcome}</Z:uitkomst>" if outcome else ""
    who = (
        '<J:verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij S:entiteittype="ZOSBTR"><J:gerelateerde '
        f'S:entiteittype="BTR"><Z:naam>{owner}</Z:naam></J:gerelateerde>'
        "</J:verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij>"
        if owner
        else '<J:verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij S:entiteittype="ZOSBTR"/>'
    )
    body = (
        f"<Z:toelichting>Geheim</Z:toelichting>{found}<Z:status>{status}</Z:status>"
        '<Z:naarAanleidingVan S:entiteittype="ZAKVTM"><Z:gerelateerde S:entiteittype="VTM">'
        f"<J:identificatieVtMelding>{report}</J:identificatieVtMelding>"
        '<J:betreft S:entiteittype="VTMZOS"><J:gerelateerde S:entiteittype="ZOS">'
        f"{who}</J:gerelateerde></J:betreft></Z:gerelateerde></Z:naarAanleidingVan>"
        '<Z:isUitgevoerdDoor S:entiteittype="ZAKBTR"><Z:gerelateerde S:entiteittype="BTR">'
        "<Z:naam>Veilig Thuis Fictief</Z:naam><Z:oinNummer>00000000000000000000</Z:oinNummer>"
        "</Z:gerelateerde></Z:isUitgevoerdDoor>"
    )
    return message("vtTerugkoppelingDi01", sent, body)


def _client(number: str) -> str:
    return (
        '<Z:heeftBetrekkingOp S:entiteittype="ZAKOBJ"><Z:gerelateerde S:entiteittype="OBJ"><Z:natuurlijkPersoon '
        f'S:entiteittype="NPS"><B:inp.bsn>{number}</B:inp.bsn></Z:natuurlijkPersoon></Z:gerelateerde>'
        "<Z:omschrijving>Client (kind)</Z:omschrijving></Z:heeftBetrekkingOp>"
    )


def requested(file: str, day: str, *numbers: str) -> str:
    """A request to the council for an investigation; the parent with authority is no client."""
    parent = _client("999990998").replace("heeftBetrekkingOp", "heeftAlsBelanghebbende")
    body = (
        f"<Z:identificatie>{file}</Z:identificatie><Z:startdatum>20291201</Z:startdatum>"
        f"<Z:registratiedatum>{day}</Z:registratiedatum>{''.join(map(_client, numbers))}{parent}"
    )
    return message("vtoDi01", f"{day}0930", body, sender="gemeente Fictief")


def notified(
    request: str, day: str, status: str, number: str, result: str | None = None, decided: str | None = None
) -> str:
    """A notification of the council about one youth; valid by the schemas."""
    outcome = f"<Z:resultaat><Z:omschrijving>{result}</Z:omschrijving></Z:resultaat>" if result else ""
    decision = (
        '<Z:leidtTot S:entiteittype="ZAKBSL"><Z:gerelateerde S:entiteittype="BSL"><Z:datumBeslissing>'
        f"{decided}</Z:datumBeslissing><Z:toelichting>Geheim</Z:toelichting></Z:gerelateerde></Z:leidtTot>"
        if decided
        else ""
    )
    kinds = "Uitvoeren onderzoek kinderbeschermingsmaatregel", "Overwegen kinderbeschermingsmaatregel"
    own, other = (
        f'<Z:isVan S:entiteittype="ZAKZKT"><Z:gerelateerde S:entiteittype="ZKT"><Z:omschrijvingGeneriek>{kind}'
        "</Z:omschrijvingGeneriek></Z:gerelateerde></Z:isVan>"
        for kind in kinds
    )
    body = (
        f"{outcome}{own}{_client(number)}"
        '<Z:heeftBetrekkingOpAndere S:entiteittype="ZAKZAKBTR"><Z:gerelateerde S:entiteittype="ZAK">'
        f"<Z:identificatie>{request}</Z:identificatie>{other}</Z:gerelateerde></Z:heeftBetrekkingOpAndere>"
        '<Z:heeft S:entiteittype="ZAKSTT"><Z:gerelateerde S:entiteittype="STT"><Z:omschrijving>'
        f"{status}</Z:omschrijving></Z:gerelateerde><Z:datumStatusGezet>{day}101500</Z:datumStatusGezet></Z:heeft>"
        f"{decision}"
    )
    return message("notificatieDi01", f"{day}1200", body, sender="Raad Fictief")
