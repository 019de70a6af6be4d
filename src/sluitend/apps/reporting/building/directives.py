"""The parts that fill themselves, by the name that an author gives: {{bijlage bewijs}}, {{tabel steun}}."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sluitend.apps.reporting.account import PARTS
from sluitend.apps.reporting.building import annexes, annexes_account, annexes_remarks, annexes_results, figures
from sluitend.apps.reporting.material import Material
from sluitend.formats.report.nodes import Node

# In the order in which {{bijlagen}} places them.
ANNEXES: dict[str, Callable[[Material], list[Node]]] = {
    "vragen": annexes.questions,
    "object": annexes_account.evaluated_object,
    "methode": annexes_account.method,
    "verantwoording": annexes_account.statements,
    "respondenten": annexes_account.respondents,
    "instrumenten": annexes_account.instruments,
    "codeboek": annexes_account.codebook,
    "afspraken": annexes_account.agreements,
    "logboek": annexes_account.events,
    "regels": annexes_account.waived,
    "commentaar": annexes_remarks.remarks,
    "evaluatiematrix": annexes.matrix,
    "bewijs": annexes.evidence,
    "uitkomsten": annexes_results.results,
    "datasets": annexes_results.datasets,
    "bronnen": annexes.sources,
}
OF_RESULTS = ("uitkomsten", "datasets")


def told_of(material: Material) -> list[str]:
    """The annexes in which there is anything to tell, in their order."""
    told = {name: any(getattr(material.account, part) for part in parts) for name, parts in PARTS.items()}
    told |= dict.fromkeys(OF_RESULTS, bool(material.results))
    return [name for name in ANNEXES if told.get(name, True)]


def is_directive(words: list[str], questions: Collection[str]) -> bool:
    """Whether there is a part that fills itself by this name; `questions` are the labels that there are."""
    match words:
        case ["conclusies"] | ["aanbevelingen"] | ["bijlagen"]:
            return True
        case ["bevindingen", label]:
            return label in questions
        case ["bijlage", name]:
            return name in ANNEXES
        case ["tabel" | "grafiek", *figure]:
            return figures.is_figure(figure, questions)
    return False
