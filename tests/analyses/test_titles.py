"""Results of one analysis are told apart by what was asked."""

from __future__ import annotations

import pytest

from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.kit.titles import titled


@pytest.mark.parametrize(
    ("key", "parameters", "title"),
    [
        ("wachten", {"start": ["Aanmelding"], "end": ["Intake"], "by": "gemeente"},
         "Wachten: Aanmelding → Intake, per gemeente"),
        ("wachten", {"start": ["A", "B"], "end": ["C"], "split": "2024-03-01"},
         "Wachten: A of B → C, vóór en vanaf 01-03-2024"),
        ("trechter", {"having": ["Gestopt"], "by": "gemeente", "only": ["gemeente=Oost", "gemeente=West"]},
         "Vergelijken met kleine aantallen: Gestopt, per gemeente, alleen gemeente Oost en gemeente West"),
        ("trechter", {"having": ["Gestopt"], "by": "", "only": ["a=1", "a=2", "a=3", "a=4"]},
         "Vergelijken met kleine aantallen: Gestopt, een deel van de casussen"),
        ("trechter", {"having": ["Gestopt"], "by": "eerste organisatie", "involved": ["De Brug", "De Kade"]},
         "Vergelijken met kleine aantallen: Gestopt, per eerste organisatie, met De Brug of De Kade"),
        ("trechter", {"having": ["Gestopt"], "involved": ["A", "B", "C", "D"]},
         "Vergelijken met kleine aantallen: Gestopt, met een van enkele organisaties"),
        ("normen", {"definition": {"title": "Retourbericht"}}, "Normen: Retourbericht"),
        ("proceskaart", {"marked": ["A"]}, "Proceskaart"),
        ("wachten", {}, "Wachten"),  # destroyed: what was asked is gone too
    ],
)  # fmt: skip
def test_a_title_names_what_was_asked(key: str, parameters: dict[str, object], title: str) -> None:
    assert titled(discovery.analyses()[key], parameters) == title
