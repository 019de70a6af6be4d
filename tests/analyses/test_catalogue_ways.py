"""The entries about ways through the chain find what was planted: map, norms, return, endings, heavier and lighter."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sluitend.errors import InputError
from sluitend.formats.drawn_chart import draw
from tests.analyses.test_catalogue import rows, run


def test_the_map_is_what_was_planted() -> None:
    result = run("proceskaart", arrows=100)

    assert [(row["source"], row["target"], row["events"], row["median_days"]) for row in rows(result, "arrows")] == [
        ("melding", "losgelaten", 40, 5), ("losgelaten", "start hulp", 36, 15), ("start hulp", "terug", 5, 7),
        ("terug", "terug", 5, 2),
    ]  # fmt: skip
    assert {row["name"]: (row["starts"], row["ends"]) for row in rows(result, "activities")} == {
        "melding": (40, 0), "losgelaten": (0, 4), "start hulp": (0, 31), "terug": (0, 5), "afsluiting": (1, 1)
    }  # fmt: skip
    assert result.sentences[0].startswith("De kaart toont alle 41 casussen")


def test_a_map_of_less_says_so() -> None:
    result = run("proceskaart", activities=2, cases=70)

    assert "31 van 41 (75,6%) casussen, 2 van 3 (66,7%) activiteiten" in result.sentences[0]
    assert any("worden niet overgeslagen" in caveat for caveat in result.caveats)


def test_a_map_is_drawn_at_its_own_size() -> None:
    """As the other charts: an SVG that holds every activity, and an image."""
    (chart,) = run("proceskaart", marked=["terug"]).charts

    drawing = draw(chart.spec)

    words = {one.text for one in ElementTree.fromstring(drawing.svg).iter("{http://www.w3.org/2000/svg}text")}  # noqa: S314
    assert words >= {"Begin", "Einde", "melding", "losgelaten", "start hulp", "terug", "40 · 5 d", "40 keer"}
    assert drawing.png.startswith(b"\x89PNG")
    assert chart.wide


def test_norms_are_what_was_planted() -> None:
    """Help comes after 10 days in Waterdam, after 30 in Rietveen; two in either never get it."""
    asked = {"norm": "start_raadsonderzoek", "trigger": ["melding"], "answer": ["start hulp"], "by": "gemeente"}

    result = run("normen", **asked)

    towns = {row["cohort"]: row for row in rows(result, "cohorts")}
    assert {name: (row["met"], row["not_met"], row["no_trigger"]) for name, row in towns.items()} == {
        "Waterdam": (18, 2, 1),
        "Rietveen": (0, 20, 0),
    }
    assert towns["Waterdam"]["share"] == pytest.approx(0.9)
    assert any("niet nagekeken" in caveat for caveat in result.caveats)
    assert rows(run("normen", **asked, term=9), "cohorts")[1]["met"] == 0


def test_a_norm_of_which_the_data_have_nothing_has_no_verdict() -> None:
    result = run("normen")

    assert rows(result, "cohorts")[0]["no_trigger"] == 41
    assert "Over 41 is geen oordeel" in result.sentences[1]
    assert "Afgezien van familiegroepsplan" in result.caveats[1]
    with pytest.raises(InputError):
        run("normen", norm="verzonnen")


def test_return_is_what_was_planted() -> None:
    """Help follows 5 days after the team lets go in Waterdam and 25 days after it in Rietveen; 4 of 40 wait for it."""
    result = run("terug", compare="attribute", by="gemeente")

    assert {row["cohort"]: (row["leavings"], row["returned"]) for row in rows(result, "cohorts")} == {
        "Rietveen": (20, 18),
        "Waterdam": (20, 18),
    }
    assert rows(run("terug"), "cohorts")[0]["share_91"] == pytest.approx(0.9)
    assert rows(run("terug", compare="closing"), "cohorts")[0]["cohort"] == "losgelaten"
    with pytest.raises(InputError):
        run("terug", compare="closing", split="2025-03-01")


def test_endings_are_what_was_planted() -> None:
    """Of 36 with help, 5 go back to the team; by the first ending 36 ended as planned after 10 or 30 days."""
    result = run("einde", early=["terug"])

    ways = {row["reason"]: row for row in rows(result, "endings")}
    assert {reason: row["cases"] for reason, row in ways.items()} == {
        "volgens plan": 36,
        "voortijdig": 0,
        "loopt nog": 5,
    }
    assert ways["volgens plan"]["share_91"] == pytest.approx(0.9)
    assert rows(run("einde", planned=["terug"], early=["start hulp"]), "endings")[0]["reason"] == "voortijdig"


def test_heavier_and_lighter_are_what_was_planted() -> None:
    result = run("zwaarder-lichter", middle=["terug"])

    assert {row["way"]: row["units"] for row in rows(result, "units")} == {
        "nooit zwaarder of lichter": 4, "alleen zwaarder": 31, "alleen lichter": 0, "zwaarder en lichter": 5
    }  # fmt: skip
    assert [(row["source"], row["target"], row["direction"], row["count"]) for row in rows(result, "moves")] == [
        ("melding", "start hulp", "zwaarder", 36),
        ("start hulp", "terug", "lichter", 5),
    ]


def test_starts_and_stops_are_what_was_planted() -> None:
    """Report, let go, help: all may be. Back to the team and on to help again are two more starts, in five cases."""
    assert "bij 0 iets niet" in run("starten-stoppen").sentences[0]

    result = run("starten-stoppen", starts=["melding", "start hulp", "terug"])

    assert [(row["count"], row["cases"]) for row in rows(result, "rules")] == [(10, 5), (0, 0), (0, 0)]
    assert "bij 5 iets niet zoals het hoort (12,5%)" in result.sentences[0]
    assert len(rows(result, "violations")) == 10
    with pytest.raises(InputError):
        run("starten-stoppen", pauses=["losgelaten"])
