"""From one message to what it delivers: a request, an answer, an assignment, a start or a stop.

A return message holds what it returns as it was delivered: read the same way, it equals the delivery it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sluitend.errors import InputError
from sluitend.formats.ijw.names import ACCEPTED
from sluitend.formats.messages import codes
from sluitend.formats.messages.table import Key, keyed
from sluitend.formats.messages.xml import Part

STANDARD = "iJw 3.2"
ASSIGNED, STARTED, STOPPED, REQUESTED, CHANGE_REQUESTED, ANSWERED = 301, 305, 307, 315, 317, 319
RETURNS = {302: ASSIGNED, 306: STARTED, 308: STOPPED, 316: REQUESTED, 318: CHANGE_REQUESTED, 320: ANSWERED}
DECLARATIONS = frozenset({323, 325})
WHOLE = frozenset({302, 318})  # one rejected part rejects all: a client of assignments, a wished situation
# Number, municipality, provider (which of them sends follows from the number), identification and date: a return
# message repeats those of what it returns.
Identity: TypeAlias = tuple[int, str, str, str, date]
_NAMESPACE = re.compile(r"\{http://www\.istandaarden\.nl/ijw/(\w+)/jw(\d{3})/schema\}Bericht")
_CLASSES = {
    ASSIGNED: ("ToegewezenProducten", "ToegewezenProduct"),
    STARTED: ("StartProducten", "StartProduct"),
    STOPPED: ("StopProducten", "StopProduct"),
    REQUESTED: ("AangevraagdeProducten", "AangevraagdProduct"),
    CHANGE_REQUESTED: ("Verzoek",),
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One class of a message. `case` is keyed, empty in an answer; equal deliveries are copies of one."""

    number: int
    municipality: str
    provider: str
    identification: str
    sent: date
    case: str
    allocation: str = ""
    reference: str = ""
    category: str = ""
    product: str = ""
    begin: date | None = None
    end: date | None = None
    decided: str = ""
    reason: str = ""
    referrer: str = ""
    status: str = ""

    @property
    def message(self) -> Identity:
        """Of which message it is a part."""
        return self.number, self.municipality, self.provider, self.identification, self.sent


@dataclass(frozen=True, slots=True)
class Message:
    """What one message holds; `returned` is the date when it is a return message."""

    message: Identity
    deliveries: tuple[Delivery, ...]
    returned: date | None
    rejected: frozenset[Delivery]
    all_rejected: bool


def number_of(root_tag: str, file: str) -> int:
    """Which message it is. Raises InputError("messages.unknown", "messages.version")."""
    found = _NAMESPACE.fullmatch(root_tag)
    if not found:
        raise InputError(codes.UNKNOWN, file=file, standard=STANDARD)
    if found[1] != "3_2":
        raise InputError(codes.VERSION, file=file, standard=STANDARD)
    return int(found[2])


def message_of(root: Part, number: int, key: Key | None) -> Message:
    """Raises InputError("messages.missing", "messages.bad_date", "messages.needs_key", "messages.unknown")."""
    about = RETURNS.get(number, number)
    if about not in (*_CLASSES, ANSWERED):
        raise InputError(codes.UNKNOWN, file=root.file, standard=STANDARD)
    header = next(iter(root.parts("Header")), None)
    if header is None:
        raise InputError(codes.MISSING, file=root.file, element="Header")
    head = (
        about,
        *_parties(header, about),
        header.needed("BerichtIdentificatie", "Identificatie"),
        header.needed_day("BerichtIdentificatie", "Dagtekening"),
    )
    found = list(_classes(root, head, key))
    return Message(
        head,
        tuple(delivery for delivery, _ in found),
        header.needed_day("DagtekeningRetour") if number in RETURNS else None,
        frozenset(delivery for delivery, part in found if _rejects(part)),
        number in RETURNS and _refuses_all(root, header, number),
    )


def _parties(header: Part, about: int) -> tuple[str, str]:
    """Municipality and provider; only codes of four and eight digits, so that no other number can pass for one."""
    sides = ("Afzender", "Ontvanger") if about in (ASSIGNED, ANSWERED) else ("Ontvanger", "Afzender")
    municipality, provider = (header.needed(side) for side in sides)
    for side, value, digits in ((sides[0], municipality, 4), (sides[1], provider, 8)):
        if not re.fullmatch(rf"[0-9]{{{digits}}}", value):
            raise InputError(codes.MISSING, file=header.file, element=side)
    return f"GM{municipality}", provider


def _classes(root: Part, head: Identity, key: Key | None) -> Iterator[tuple[Delivery, Part]]:
    if head[0] == ANSWERED:
        for part in root.parts("Antwoord"):
            yield _delivery(part, head, "", key), part
    for client in root.parts("Client"):
        who = client.needed("Bsn")
        if not re.fullmatch(r"[0-9]{8,9}", who):
            raise InputError(codes.MISSING, file=root.file, element="Bsn")
        case = keyed(key, who)
        for part in client.parts(*_CLASSES.get(head[0], ("",))):
            yield _delivery(part, head, case, key), part


def _delivery(part: Part, head: Identity, case: str, key: Key | None) -> Delivery:
    number, municipality = head[:2]
    category, product = _product(part)
    begin, end = _period(part, number)
    allocation = part.text("ToewijzingNummer")
    return Delivery(
        *head,
        case,
        allocation=keyed(key, allocation, f"toewijzing {municipality} ") if allocation else "",
        reference=part.text("ReferentieAanbieder"),
        category=category,
        product=product,
        begin=begin,
        end=end,
        decided=f"{part.needed_day('Toewijzingsdatum')} {part.text('Toewijzingstijd')}" if number == ASSIGNED else "",
        reason=part.text(_REASONS[number]) if number in _REASONS else "",
        referrer=part.text("Verwijzer", "Type"),
        status=part.text("VerzoekAntwoord") if number == ANSWERED else part.text("StatusAanlevering"),
    )


_REASONS = {
    ASSIGNED: "RedenWijziging",
    STOPPED: "RedenBeeindiging",
    CHANGE_REQUESTED: "RedenVerzoek",
    ANSWERED: "RedenAfwijzingVerzoek",
}


def _period(part: Part, number: int) -> tuple[date | None, date | None]:
    if number == ASSIGNED:
        return part.needed_day("Ingangsdatum"), part.day("Einddatum")
    if number == STARTED:
        return part.needed_day("Begindatum"), None
    if number == STOPPED:
        return part.needed_day("Begindatum"), part.needed_day("Einddatum")
    return None, None


def _product(part: Part) -> tuple[str, str]:
    """Category and code; of a wished situation when all its new products have the same."""
    found = part.parts("Product") or part.parts("NieuweProducten", "NieuwProduct", "Product")
    kinds = {(one.text("Categorie"), one.text("Code")) for one in found}
    return kinds.pop() if len(kinds) == 1 else ("", "")


def _rejects(part: Part) -> bool:
    return any(one.text() not in ACCEPTED for one in part.find("RetourCode"))


def _refuses_all(root: Part, header: Part, number: int) -> bool:
    """Whether a return message rejects everything that the message delivered."""
    whose = [header] if number not in WHOLE else [root]
    above = [code for client in root.parts("Client") for code in client.parts("RetourCodes")]
    return any(_rejects(part) for part in (*whose, *above))
