"""The norms that an evaluation starts with: a table to adapt, not the law.

What somebody read in the text that is named is marked as checked; the others come from practice and are not, so that
whoever uses them looks them up first. `valid_from` is filled in where a source that is named says from which day it
holds; of the others nobody looked that up, and results say so.

Names of activities are those of `formats.ijw`, `formats.corv` and `formats.cbs_jeugd` where these have them, else plain
Dutch to be put in the place of one's own; `found_in` says which.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sluitend.engines.chain.norms import Kind, Norm, Source, TermUnit

_IJW = "https://informatiemodel.istandaarden.nl/informatiemodel/ijw/3.2/regels/bedrijfsregel/"
# "Casusbeschrijvingen bij de releases iWmo 3.2 en iJw 3.2" (Zorginstituut): "op 3 april 2023 van kracht geworden".
_RELEASE, _RELEASED = "iJw 3.2", date(2023, 4, 3)
_JEUGDWET = "https://wetten.overheid.nl/BWBR0034925/2026-01-01"
_REGELING = "https://wetten.overheid.nl/BWBR0036007/2026-01-01"
_GI = "gecertificeerde instelling"
_NOT_CHECKED = "vindplaats niet nagekeken"
_CARE_FILE = f"dossiers van de jeugdhulpaanbieder of de {_GI}"
_MESSAGE = "iJw-berichten"
_PER_REQUEST = "met als casus het verzoek (kolom request): per jeugdige telt anders alleen het eerste verzoek"
_REPORT = "de melding: CORV-bericht vtMeldingDi01 (wat niet via CORV gaat, ontbreekt)"
_SAFE_HOME = "in geen bericht van CORV, wel in de registratie van Veilig Thuis"


def _rule(number: str) -> Source:
    return Source(_RELEASE, f"bedrijfsregel {number}", f"{_IJW}{number.lower()}/", checked=True)


def _law(place: str) -> Source:
    return Source("Jeugdwet, tekst per 1 januari 2026", place, _JEUGDWET, checked=True)


_LAWS = (
    Norm(
        key="plan",
        title="Plan vastgesteld nadat is afgezien van een familiegroepsplan",
        trigger=("Afgezien van familiegroepsplan",),
        answer=("Plan vastgesteld",),
        addressee=f"jeugdhulpaanbieder of {_GI}",
        term=6,
        unit=TermUnit.WEEKS,
        kind=Kind.LAW,
        source=_law("artikel 4.1.3, vijfde lid"),
        extends=True,
        found_in=_CARE_FILE,
    ),
    Norm(
        key="plan_gesloten",
        title="Hulpverleningsplan vastgesteld na opname in een gesloten accommodatie",
        trigger=("Opgenomen in gesloten accommodatie",),
        answer=("Hulpverleningsplan vastgesteld",),
        addressee="jeugdhulpaanbieder",
        term=6,
        unit=TermUnit.WEEKS,
        kind=Kind.LAW,
        source=_law("artikel 6.2.9, tweede lid"),
        extends=True,
        found_in=_CARE_FILE,
    ),
    Norm(
        key="informatie_woonplaats",
        title="Antwoord op de vraag welke gemeente verantwoordelijk is",
        trigger=("Informatieverzoek woonplaats",),
        answer=("Informatie woonplaats verstrekt",),
        addressee="gemeente",
        term=2,
        unit=TermUnit.WEEKS,
        kind=Kind.LAW,
        source=Source("Regeling Jeugdwet, tekst per 1 januari 2026", "artikel 1a.1", _REGELING, checked=True),
        found_in="registratie van de gemeente",
    ),
    Norm(
        key="overdracht_gi",
        title="Maatregel overgenomen door de volgende instelling",
        trigger=("Maatregel overgedragen",),
        answer=("Maatregel overgenomen",),
        addressee=_GI,
        term=1,
        unit=TermUnit.DAYS,
        kind=Kind.LAW,
        source=Source("Regeling Jeugdwet, bijlage 2 (Informatieprotocol, versie 7)", "5.3.3", _REGELING, checked=True),
        found_in="Beleidsinformatie Jeugd (soort cbs) van alle betrokken instellingen, op de opdrachtregel samen "
        "gelezen met als casus de overdracht (--case transfer); zonder levering van de ontvanger lijkt de norm gemist",
    ),
)

_MESSAGES = (
    Norm(
        key="retourbericht",
        title="Retourbericht",
        trigger=("Bericht verzonden",),
        answer=("Retourbericht verzonden",),
        addressee="ontvanger van het bericht",
        term=3,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=_rule("OP090"),
        found_in="iJw-berichten met hun retourberichten (soort ijw-retour), een casus per bericht; de dag van "
        "ontvangst staat er niet in, dus is geteld vanaf de dagtekening",
    ),
    Norm(
        key="antwoord_toewijzing",
        title="Antwoord op een verzoek om toewijzing",
        trigger=("Toewijzing gevraagd",),
        answer=("Toegewezen", "Toewijzing gewijzigd", "Verzoek afgewezen", "Verzoek in onderzoek"),
        addressee="gemeente",
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=_rule("OP274"),
        answered_on="record",
        found_in=f"{_MESSAGE} 315, 319 en 301, {_PER_REQUEST}",
    ),
    Norm(
        key="antwoord_wijziging",
        title="Antwoord op een verzoek om wijziging",
        trigger=("Wijziging gevraagd",),
        answer=("Toegewezen", "Toewijzing gewijzigd", "Verzoek afgewezen", "Verzoek in onderzoek"),
        addressee="gemeente",
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=_rule("OP346"),
        answered_on="record",
        found_in=f"{_MESSAGE} 317, 319 en 301, {_PER_REQUEST}",
    ),
    Norm(
        key="besluit_wijziging",
        title="Besluit op een verzoek om wijziging",
        trigger=("Wijziging gevraagd",),
        answer=("Toegewezen", "Toewijzing gewijzigd", "Verzoek afgewezen"),
        addressee="gemeente",
        term=8,
        unit=TermUnit.WEEKS,
        kind=Kind.AGREEMENT,
        source=_rule("OP346"),
        answered_on="record",
        found_in=f"{_MESSAGE} 317, 319 en 301, {_PER_REQUEST}",
    ),
    Norm(
        key="startbericht",
        title="Startbericht na de start van de hulp",
        trigger=("Gestart",),
        answer=("Gestart",),
        addressee="aanbieder",
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=_rule("OP271"),
        answered_on="record",
        counts_from=("Toegewezen",),
        found_in=f"{_MESSAGE} 305 en 301. De dag van ontvangst van de toewijzing staat er niet in: geteld is vanaf "
        "haar dagtekening. Zonder toewijzing in de gegevens telt de dag van de start, ook als met terugwerkende "
        "kracht is toegewezen. Bij meer toewijzingen in een casus zijn die van andere hulp niet te onderscheiden",
    ),
    Norm(
        key="stopbericht",
        title="Stopbericht na het definitieve einde van de hulp",
        trigger=("Gestopt",),
        answer=("Gestopt",),
        addressee="aanbieder",
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=_rule("OP272"),
        answered_on="record",
        unsure_after=("Tijdelijk gestopt",),
        found_in=f"{_MESSAGE} 307. Na een tijdelijke stop telt de termijn vanaf de dag waarop bekend werd dat de hulp "
        "definitief stopt; die dag staat in geen bericht. Wat daarna te laat lijkt, heeft geen oordeel, ook als de "
        "hulp tussendoor weer startte",
    ),
    Norm(
        key="woonplaatsbeginsel",
        title="Verzoek om toewijzing doorverwezen naar de juiste gemeente",
        trigger=("Verzoek bij verkeerde gemeente",),
        answer=("Doorverwezen naar juiste gemeente",),
        addressee="gemeente",
        term=2,
        unit=TermUnit.WEEKS,
        kind=Kind.AGREEMENT,
        source=Source("iJw 3.2, procesbeschrijving", "paragraaf 2.5.1", checked=True),
        found_in=f"{_MESSAGE} 315 en 319 met de reden woonplaatsbeginsel; een verzoek zonder antwoord is niet "
        "te herkennen en heeft geen oordeel",
    ),
    Norm(
        key="verzoek_na_beschikking",
        title="Verzoek om toewijzing na de beschikking van de rechtbank",
        trigger=("Beschikking ontvangen",),
        answer=("Toewijzing gevraagd",),
        addressee=_GI,
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=Source(
            "Standaard Administratieprotocol Gecertificeerde Instellingen 1.3",
            "Beschikking van de rechtbank",
            checked=True,
        ),
        found_in=f"het verzoek: {_MESSAGE} 315; de dag waarop de beschikking binnenkwam: registratie van de {_GI}",
    ),
)

_PROTECTION = (
    Norm(
        key="veiligheidsbeoordeling",
        title="Veiligheidsbeoordeling na een melding bij Veilig Thuis",
        trigger=("Melding Veilig Thuis",),
        answer=("Veiligheidsbeoordeling",),
        addressee="Veilig Thuis",
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.GUIDELINE,
        source=Source("Handelingsprotocol Veilig Thuis", _NOT_CHECKED),
        found_in=f"{_REPORT}; de dag van de veiligheidsbeoordeling: {_SAFE_HOME}",
    ),
    Norm(
        key="onderzoek_veilig_thuis",
        title="Onderzoek van Veilig Thuis afgerond",
        trigger=("Melding Veilig Thuis",),
        answer=("Onderzoek Veilig Thuis afgerond",),
        addressee="Veilig Thuis",
        term=10,
        unit=TermUnit.WEEKS,
        kind=Kind.GUIDELINE,
        source=Source("Handelingsprotocol Veilig Thuis", _NOT_CHECKED),
        found_in=f"{_REPORT}; het einde van het onderzoek: {_SAFE_HOME}",
    ),
    Norm(
        key="start_raadsonderzoek",
        title="Raadsonderzoek gestart na het verzoek",
        trigger=("Verzoek om raadsonderzoek",),
        answer=("Raadsonderzoek gestart",),
        addressee="Raad voor de Kinderbescherming",
        term=10,
        unit=TermUnit.DAYS,
        kind=Kind.AGREEMENT,
        source=Source("Afspraken van de Raad voor de Kinderbescherming", _NOT_CHECKED),
        found_in="het verzoek: CORV-bericht vtoDi01; de start van het onderzoek staat in geen bericht van CORV (alleen "
        "dat de intake of het onderzoek is afgerond) en komt uit de registratie van de Raad",
    ),
    Norm(
        key="jeugdbeschermer",
        title="Jeugdbeschermer toegewezen na de uitspraak",
        trigger=("Maatregel uitgesproken",),
        answer=("Jeugdbeschermer toegewezen",),
        addressee=_GI,
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=Source("Afspraken met de gecertificeerde instellingen", _NOT_CHECKED),
        found_in=f"registratie van de {_GI}",
    ),
    Norm(
        key="eerste_contact",
        title="Eerste contact met het gezin na de uitspraak",
        trigger=("Maatregel uitgesproken",),
        answer=("Eerste contact jeugdbeschermer",),
        addressee=_GI,
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=Source("Afspraken met de gecertificeerde instellingen", _NOT_CHECKED),
        found_in=f"registratie van de {_GI}",
    ),
)

_LATER = (  # behind the others, so that they keep their numbers
    Norm(
        key="stopbericht_tijdelijk",
        title="Stopbericht na een tijdelijke stop",
        trigger=("Tijdelijk gestopt",),
        answer=("Tijdelijk gestopt",),
        addressee="aanbieder",
        term=5,
        unit=TermUnit.WORKING_DAYS,
        kind=Kind.AGREEMENT,
        source=_rule("OP272"),
        answered_on="record",
        found_in=f"{_MESSAGE} 307 met reden 20 (tijdelijk beëindigd). De regel noemt het einde van de hulp en spreekt "
        "niet apart over de tijdelijke stop; ook die gaat met een stopbericht",
    ),
)


def _dated(norm: Norm) -> Norm:
    """What stands in a release holds from the day on which that came into force."""
    return replace(norm, valid_from=_RELEASED) if norm.source.title.startswith(_RELEASE) else norm


STARTING_NORMS = tuple(_dated(one) for one in (*_LAWS, *_MESSAGES, *_PROTECTION, *_LATER))
