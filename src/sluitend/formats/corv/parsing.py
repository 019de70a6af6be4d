"""From one CORV message to what happened, to whom, and in which dossier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sluitend.errors import InputError
from sluitend.formats.messages import codes
from sluitend.formats.messages.xml import Part, local

STANDARD = "StUF Jeugdzorg 1.0 (CORV)"
NAMESPACE = "http://www.stufstandaarden.nl/koppelvlak/jz0100"
REPORTED, FED_BACK, REQUESTED, NOTIFIED = "vtMeldingDi01", "vtTerugkoppelingDi01", "vtoDi01", "notificatieDi01"
STATUSES = ("Intake afgerond", "Onderzoek afgerond", "Zaak afgerond")
# Values that the schemas allow; anything else is text that somebody wrote and stays inside.
REASONS = frozenset(
    {
        *("melding niet ontvankelijk", "uitkomst veiligheidsbeoordeling", "overdracht", "afsluiting zonder overdracht"),
        *("Melding onjuist geadresseerd", "vervolgstappen belegd bij VT", "geen vervolgstappen nodig"),
        *("inzet regionaal maatwerk VT", "Verzoek tot onderzoek afgewezen", "Geen rekest Kinderbescherming"),
        *("Maatregel opgelegd", "Geen maatregel opgelegd", "Geen actie nodig", "Vervolgactie nodig"),
    }
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a message; `who` are numbers of youths, `dossier` an identification: both are still to be keyed.

    `rank` orders events on one day as the work goes.
    """

    activity: str
    day: date
    sent: date
    organisation: str
    who: frozenset[str]
    dossier: str
    message: str
    rank: int
    reasons: tuple[str, ...] = field(default=())


def happened(root: Part) -> list[Happened] | None:
    """None for a message that tells of no step in the chain (a confirmation, an error, another exchange).

    Raises InputError("messages.unknown", "messages.missing", "messages.bad_date").
    """
    found = next((one for one in root.element.iter() if str(one.tag).startswith(f"{{{NAMESPACE}}}")), None)
    if found is None:
        if "stuf" not in str(root.element.tag).lower():
            raise InputError(codes.UNKNOWN, file=root.file, standard=STANDARD)
        return None
    told = _TOLD.get(local(found))
    return None if told is None else list(told(Part(found, root.file), local(found)))


def _reported(part: Part, message: str) -> Iterator[Happened]:
    involved = part.parts("object", "betreft", "gerelateerde", "heeftBetrokken")
    youths = [one for one in involved if one.text("jeugzorgrol").lower() == "jeugdige"]
    dossier = f"melding {part.needed('object', 'identificatieVtMelding')}"
    day = part.needed_day("object", "datumMelding")
    yield Happened("Melding Veilig Thuis", day, _sent(part), _sender(part), _numbers(youths), dossier, message, rank=0)


def _fed_back(part: Part, message: str) -> Iterator[Happened]:
    about = "object", "naarAanleidingVan", "gerelateerde"
    dossier = f"melding {part.needed(*about, 'identificatieVtMelding')}"
    sent = _sent(part)
    reasons = _reasons(part, ("object", "status"), ("object", "uitkomst"))
    yield Happened(
        "Terugkoppeling Veilig Thuis", sent, sent, _sender(part), frozenset(), dossier, message, rank=1, reasons=reasons
    )
    at = *about, "betreft", "gerelateerde", "verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij", "gerelateerde", "naam"
    owner = part.text(*at)
    if owner:
        yield Happened("Zicht op veiligheid belegd", sent, sent, owner, frozenset(), dossier, message, rank=2)


def _requested(part: Part, message: str) -> Iterator[Happened]:
    """At the date on which the municipality registered its request to the council."""
    dossier = f"zaak {part.needed('object', 'identificatie')}"
    day = part.needed_day("object", "registratiedatum")
    yield Happened(
        "Verzoek om raadsonderzoek", day, _sent(part), _sender(part), _clients(part), dossier, message, rank=3
    )


def _notified(part: Part, message: str) -> Iterator[Happened]:
    """A step of the council at the date it set, and each decision of the court at its own."""
    other = part.text("object", "heeftBetrekkingOpAndere", "gerelateerde", "identificatie")
    dossier = f"zaak {other or part.needed('object', 'identificatie')}"
    status = part.needed("object", "heeft", "gerelateerde", "omschrijving")
    activity = f"Raad: {status.lower()}" if status in STATUSES else "Raad: andere stap"
    day = part.needed_day("object", "heeft", "datumStatusGezet")
    who, sent = _clients(part), _sent(part)
    reasons = _reasons(part, ("object", "resultaat", "omschrijving"))
    rank = 4 + STATUSES.index(status) * 2 if status in STATUSES else 4
    yield Happened(activity, day, sent, _sender(part), who, dossier, message, rank=rank, reasons=reasons)
    for decision in part.parts("object", "leidtTot", "gerelateerde"):
        day = decision.needed_day("datumBeslissing")
        yield Happened("Beslissing op rekest", day, sent, _sender(part), who, dossier, message, rank=7)


def _signalled(activity: str, rank: int) -> Callable[[Part, str], Iterator[Happened]]:
    """Messages with nothing but their own date."""

    def told(part: Part, message: str) -> Iterator[Happened]:
        identification = part.text("object", "identificatie") or part.needed("stuurgegevens", "referentienummer")
        reasons = _reasons(part, ("object", "resultaat", "omschrijving"))
        sent = _sent(part)
        yield Happened(
            *(activity, sent, sent, _sender(part), _clients(part), f"zaak {identification}", message, rank), reasons
        )

    return told


_TOLD: dict[str, Callable[[Part, str], Iterator[Happened]]] = {
    REPORTED: _reported,
    FED_BACK: _fed_back,
    REQUESTED: _requested,
    NOTIFIED: _notified,
    "zorgmeldingDi01": _signalled("Zorgmelding", 0),
    "zorgmeldingTerugkoppelingDi01": _signalled("Terugkoppeling zorgmelding", 1),
    "notificatiejrDi01": _signalled("Signaal jeugdreclassering", 0),
}


def _sent(part: Part) -> date:
    return part.needed_day("stuurgegevens", "tijdstipBericht")


def _sender(part: Part) -> str:
    return part.text("stuurgegevens", "zender", "organisatie")


def _clients(part: Part) -> frozenset[str]:
    return _numbers(part.parts("object", "heeftBetrekkingOp"))


def _numbers(people: list[Part]) -> frozenset[str]:
    """Of who has one: an unborn child has none."""
    at = (("gerelateerde", "natuurlijkPersoon", "inp.bsn"), ("gerelateerde", "inp.bsn"))
    found = {person.text(*path) for person in people for path in at}
    return frozenset(number for number in found if re.fullmatch(r"[0-9]{8,9}", number))


def _reasons(part: Part, *paths: tuple[str, ...]) -> tuple[str, ...]:
    found = (part.text(*path) for path in paths)
    return tuple(text for text in found if text in REASONS)
