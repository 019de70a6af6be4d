"""What an author can refer to, found by words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.utils.translation import gettext as _

from sluitend.apps.analyses import queries as analyses
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.account import LABELLED
from sluitend.apps.reporting.building.figures import KINDS
from sluitend.apps.reporting.building.words import attributed, instead
from sluitend.apps.reporting.material import Material

MOST = 40  # of what a text can refer to; parts that fill themselves always come behind them
_LONGEST = 160
PARTS = frozenset(LABELLED.values())  # without these some labels are not known


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to refer to, or a part that fills itself: `insert` is what goes into the text."""

    label: str
    kind: str
    text: str
    group: str = ""
    is_directive: bool = False

    @property
    def insert(self) -> str:
        return f"{{{{{self.label}}}}}" if self.is_directive else f"[[{self.label}]]"


def choices_for(material: Material, words: str = "", results: Iterable[Choice] = ()) -> list[Choice]:
    """The first that hold all the words, or whose label begins so; findings first, then `results`."""
    wanted = words.casefold().split()
    found = (one for one in chain(_chain(material), results, _others(material)) if _holds(one, wanted))
    return [*islice(found, MOST), *(one for one in _directives() if _holds(one, wanted))]


def _holds(choice: Choice, wanted: Iterable[str]) -> bool:
    text = f"{choice.label} {choice.kind} {choice.text}".casefold()
    return all(word in text for word in wanted)


def _directives() -> Iterator[Choice]:
    """Alone in a paragraph they become a table, a chart, or a part of the report."""
    for how, kind in (("tabel", _("table")), ("grafiek", _("chart"))):
        for name, figure in KINDS.items():
            yield Choice(f"{how} {name}", kind, str(figure.title), _("Tables and charts"), is_directive=True)
    parts = {
        "conclusies": _("all conclusions, question by question"),
        "aanbevelingen": _("all recommendations"),
        "bijlagen": _("every annex that there is something for"),
    }
    for name, told in parts.items():
        yield Choice(name, _("part"), told, _("Parts that fill themselves"), is_directive=True)


def results_to_choose(user: User, evaluation: Evaluation, words: str = "") -> Iterator[Choice]:
    """Every result that is there and may hold all the words, the newest first; three queries, one when none does.

    Whether it is out of date, which takes long to find out, is asked of these alone. Raises NotFound, NotAllowed.
    """
    wanted, stale = words.casefold().split(), _("out of date")
    rows = analyses.outside_results_for(user, evaluation).filter(state=ResultState.DONE)
    for line in analyses.lines_of(row for row in rows if _holds(_result(row, stale), wanted)):
        yield _result(line.result, *([stale] if line.is_stale else []))


def _result(row: AnalysisResult, *told: str) -> Choice:
    made_of = str(row.version.dataset) if row.version else _("coded texts")
    text = " · ".join((analyses.title_of(row), made_of, analyses.size_of(row), *told))
    return Choice(str(row), _("result of an analysis"), text)


def _chain(material: Material) -> Iterator[Choice]:
    for finding in material.findings:
        yield Choice(finding.label, _("finding"), finding.title)
    for conclusion in material.conclusions:
        yield Choice(conclusion.label, _("conclusion"), _short(conclusion.text or conclusion.not_answered_reason))
    for recommendation in material.recommendations:
        yield Choice(recommendation.label, _("recommendation"), recommendation.title)


def _others(material: Material) -> Iterator[Choice]:
    for question in material.questions:
        yield Choice(question.label, _("question"), question.text)
    for passage in material.passages:
        words = passage.text if passage.text is not None else instead(passage.words, material.audience)
        yield Choice(passage.label, _("quote"), f"S{passage.source} {_short(words)}")
    for source in material.sources:
        yield Choice(source.label, _("source"), attributed(source))
    for agreement in material.account.agreements:
        yield Choice(agreement.label, _("agreement"), _short(agreement.text))
    for event in material.account.events:
        yield Choice(event.label, _("line of the logbook"), event.title)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
