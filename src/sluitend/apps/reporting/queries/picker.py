"""What an author can refer to, found by words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sluitend.apps.reporting.building.words import attributed, instead
from sluitend.apps.reporting.material import Material

MOST = 40
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to refer to: `insert` is what goes into the text."""

    label: str
    kind: str
    text: str

    @property
    def insert(self) -> str:
        return f"[[{self.label}]]"


def choices_for(material: Material, words: str = "") -> list[Choice]:
    """The first that hold all the words, or whose label begins so; findings first."""
    wanted = words.casefold().split()
    found = (one for one in _all(material) if _holds(one, wanted))
    return [one for one, _place in zip(found, range(MOST), strict=False)]


def _holds(choice: Choice, wanted: Iterable[str]) -> bool:
    text = f"{choice.label} {choice.kind} {choice.text}".casefold()
    return all(word in text for word in wanted)


def _all(material: Material) -> Iterator[Choice]:
    for finding in material.findings:
        yield Choice(finding.label, _("finding"), finding.title)
    for conclusion in material.conclusions:
        yield Choice(conclusion.label, _("conclusion"), _short(conclusion.text or conclusion.not_answered_reason))
    for recommendation in material.recommendations:
        yield Choice(recommendation.label, _("recommendation"), recommendation.title)
    for question in material.questions:
        yield Choice(question.label, _("question"), question.text)
    for passage in material.passages:
        words = passage.text if passage.text is not None else instead(passage.words, material.audience)
        yield Choice(passage.label, _("quote"), f"S{passage.source} {_short(words)}")
    for source in material.sources:
        yield Choice(source.label, _("source"), attributed(source))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
