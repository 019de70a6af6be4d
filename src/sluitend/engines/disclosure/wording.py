"""A report of what was prepared, in plain Dutch: what was done, and what can still be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from sluitend.engines.disclosure.preparing import Report
from sluitend.engines.disclosure.tables import CAVEAT
from sluitend.engines.disclosure.uniqueness import Course, Risk, Under

__all__ = ["of_courses", "of_report", "of_risk", "of_tables"]

_COLUMNS = {
    "case": "casus",
    "activity": "activiteit",
    "time": "tijdstip",
    "resource": "uitvoerder",
    "family": "gezin",
    "age": "leeftijdsgroep",
    "municipality": "gemeente",
    "registered": "vastgelegd op",
    "first_month": "maand van de eerste gebeurtenis",
}
_MOMENTS = {"day": "dagen", "week": "weken (de maandag)", "month": "maanden (de eerste dag)"}
_MOST = 20  # groups that are told of one by one


def of_report(report: Report, *, linked: bool) -> str:
    """The whole report as text; `linked` says that a kept key and a context connect it with other deliveries."""
    link = "met andere leveringen met dezelfde sleutel en dezelfde context" if linked else "met geen andere levering"
    done = [*_done(report), f"* Casussen en gezinnen zijn te koppelen {link}."]
    return "\n".join([*done, "", *of_risk(report.risk), "", *of_courses(report.courses), ""])


def of_tables(report: Report) -> str:
    """With tables alone: nothing of the small numbers that the whole report has."""
    moments = f"Duren zijn berekend met tijdstippen in {_MOMENTS[report.moment]}."
    return "\n".join(["Er zijn alleen tellingen geschreven, geen gebeurtenissen.", CAVEAT, moments, ""])


def of_risk(risk: Risk) -> Iterator[str]:
    """What somebody can find who knows these things of a case."""
    yield f"Herkenbaarheid door {_list(risk.columns)}:"
    yield f"* {_number(risk.cases)} casussen vormen {_number(risk.classes)} groepen die hierin gelijk zijn."
    yield f"* {_number(risk.unique)} casussen zijn de enige in hun groep. De kleinste groep heeft {risk.smallest or 0}."
    yield from (f"* {_under(one)}" for one in risk.under)
    if risk.unique and len(risk.columns) > 1:
        best = risk.worst[0]
        left = _number(best.unique_without)
        yield f"* Het meest helpt het om {_label(best.column)} weg te laten: dan zijn er {left} de enige in hun groep."


def of_courses(courses: tuple[Course, ...]) -> Iterator[str]:
    """Of the order of the activities, which is recognisable too, without any time."""
    yield "Herkenbaarheid door de volgorde van de activiteiten alleen:"
    for course in courses[:_MOST]:
        name = "" if len(courses) == 1 and course.group is None else f"{course.group or 'gemeente onbekend'}: "
        alone = f"{_number(course.unique)} van {_number(course.cases)} casussen"
        yield f"* {name}{alone} hebben een volgorde die geen andere casus heeft."
    if len(courses) > _MOST:
        yield f"* De andere {len(courses) - _MOST} gemeenten staan in rapport.json."


def _done(report: Report) -> Iterator[str]:
    yield "De gegevens zijn gepseudonimiseerd. Het blijven persoonsgegevens: de AVG geldt."
    yield f"* {_number(report.events)} gebeurtenissen van {_number(report.cases)} casussen."
    yield f"* Kolommen: {_list(report.columns)}. Van het bestand bleven {report.left_out} andere kolommen achter."
    yield f"* Sleutels in plaats van nummers of namen: {_list(report.keyed)}."
    yield f"* Tijdstippen zijn {_MOMENTS[report.moment]}. De volgorde binnen een casus is gebleven."
    if report.bands:
        yield f"* Leeftijdsgroepen: {', '.join(report.bands)}. Van {_number(report.without_age)} casussen onbekend."
    if report.without_municipality is not None:
        unknown = (
            f"Bij {_number(report.without_municipality)} gebeurtenissen is zij onbekend: hun plaats staat er niet in"
        )
        told = f" {unknown}, of bij twee gemeenten." if report.without_municipality else ""
        yield f"* De gemeente komt uit de tabel achter --places.{told}"
    rare = {name: values for name, values in report.rare.items() if values}
    told = ", ".join(f"{_label(name)} {values}" for name, values in rare.items()) or "geen"
    yield f"* Waarden die in minder dan {report.least} casussen voorkomen, heten nu “overig”: {told}."


def _under(one: Under) -> str:
    share = "" if one.share is None else f" ({_percent(one.share)})"
    return f"{_number(one.cases)} casussen{share} zitten in een groep van minder dan {one.k}."


def _label(name: str) -> str:
    return _COLUMNS.get(name, f"“{name}”")


def _list(names: tuple[str, ...]) -> str:
    words = [_label(name) for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _percent(share: float) -> str:
    return f"{share:.1%}".replace(".", ",")
