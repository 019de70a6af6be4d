"""iJw messages made by hand, as short as the reader allows; numbers and people are fictitious ("fictief")."""

from __future__ import annotations

import hashlib
from itertools import count

_NUMBERS = count(1)
CODES = {301: 436, 302: 437, 305: 438, 306: 439, 307: 440, 308: 441}
CODES |= {315: 446, 316: 447, 317: 486, 318: 487, 319: 488, 320: 489}
MUNICIPALITY, PROVIDER, YOUTH = "9901", "99000001", "999990019"
FROM_MUNICIPALITY = {301, 302, 319, 320}
ACCEPTED = "<RetourCodes><RetourCode>0200</RetourCode></RetourCodes>"


def hashed(text: str) -> str:
    """A key for tests: the same text gives the same letters, no digits."""
    return "".join(chr(ord("a") + byte % 26) for byte in hashlib.sha256(text.encode()).digest()[:12])


def tags(**values: object) -> str:
    """Elements in this order, those that are None left out."""
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value is not None)


def message(
    number: int,
    sent: str,
    body: str,
    *,
    youth: str | None = YOUTH,
    provider: str = PROVIDER,
    municipality: str = MUNICIPALITY,
    identification: object = None,
    returned: str | None = None,
    header_codes: str = "",
    version: str = "3_2",
) -> str:
    """A whole message; `returned` makes it the return message of `identification`."""
    ends = (municipality, provider) if number in FROM_MUNICIPALITY else (provider, municipality)
    dated = tags(Identificatie=identification or f"F{next(_NUMBERS)}", Dagtekening=sent)
    header = tags(
        BerichtCode=CODES.get(number, 490), Afzender=ends[0], Ontvanger=ends[1], BerichtIdentificatie=dated,
        DagtekeningRetour=returned,
    )  # fmt: skip
    within = body if youth is None else f"<Client>{tags(Bsn=youth)}{body}</Client>" if body else ""
    space = f"http://www.istandaarden.nl/ijw/{version}/jw{number}/schema"
    return f'<Bericht xmlns="{space}"><Header>{header}{header_codes}</Header>{within}</Bericht>'


def assigned(
    allocation: object, begin: str, *, decided: str | None = None, reason: str | None = None,
    reference: str | None = None, end: str | None = None, category: str = "45", codes: str = "",
) -> str:  # fmt: skip
    """The body of a 301."""
    product = tags(
        ToewijzingNummer=allocation, ReferentieAanbieder=reference,
        Product=tags(Categorie=category, Code=f"{category}A03"), Toewijzingsdatum=decided or begin,
        Toewijzingstijd="10:00:00", Ingangsdatum=begin, Einddatum=end, RedenWijziging=reason,
    )  # fmt: skip
    return tags(ToegewezenProducten=tags(ToegewezenProduct=product + codes))


def started(allocation: object, begin: str, status: int = 1, *, category: str = "45", codes: str = "") -> str:
    """The body of a 305."""
    product = tags(
        ToewijzingNummer=allocation, Product=tags(Categorie=category, Code=f"{category}A03"), Begindatum=begin,
        StatusAanlevering=status,
    )  # fmt: skip
    return tags(StartProducten=tags(StartProduct=product + codes))


def stopped(allocation: object, begin: str, end: str, reason: str = "31", status: int = 1) -> str:
    """The body of a 307."""
    product = tags(
        ToewijzingNummer=allocation, Product=tags(Categorie="45", Code="45A03"), Begindatum=begin,
        RedenBeeindiging=reason, Einddatum=end, StatusAanlevering=status,
    )  # fmt: skip
    return tags(StopProducten=tags(StopProduct=product))


def asked(reference: str, referrer: str = "02", codes: str = "", category: str = "45") -> str:
    """The body of a 315; its wished date lies far off on purpose."""
    product = tags(
        ReferentieAanbieder=reference, Product=tags(Categorie=category, Code=f"{category}A03"),
        ToewijzingIngangsdatum="2031-01-01", Verwijzer=tags(Type=referrer, Naam="Dokter Fictief"),
        Commentaar="Fictief commentaar",
    )  # fmt: skip
    return tags(AangevraagdeProducten=tags(AangevraagdProduct=product + codes))


def change_asked(reference: str, reason: str = "1") -> str:
    """The body of a 317."""
    new = tags(NieuwProduct=tags(Product=tags(Categorie="45", Code="45A03"), GewensteIngangsdatum="2031-01-01"))
    return tags(Verzoek=tags(ReferentieAanbieder=reference, RedenVerzoek=reason, NieuweProducten=new))


def answered(reference: str, answer: int, reason: str | None = None) -> str:
    """The body of a 319 (no youth)."""
    return tags(Antwoord=tags(ReferentieAanbieder=reference, VerzoekAntwoord=answer, RedenAfwijzingVerzoek=reason))
