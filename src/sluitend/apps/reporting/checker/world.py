"""All that the rules look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.checker.parts import Kept, parts_of
from sluitend.apps.reporting.checker.reading.findings import FindingRow, LinkRow
from sluitend.apps.reporting.checker.reading.passages import FragmentRow, SourceRow
from sluitend.apps.reporting.checker.reading.results import ResultParts
from sluitend.apps.reporting.checker.rule import Found, Rule


class World(ResultParts):
    """One evaluation, for the rules. The caller has checked who asks."""

    def __init__(
        self, user: User, evaluation: Evaluation, kept: Mapping[str, Kept] | None = None, touched: Collection[str] = ()
    ) -> None:
        super().__init__(kept, touched)
        self.user = user
        self.evaluation = evaluation

    def found_by(self, rule: Rule) -> tuple[Found, ...]:
        """What a rule has to say; run again only when something that it looked at is different."""
        return self.of(f"rule {rule.code}", lambda: tuple(rule.check(self)))

    def standing(self, finding: FindingRow) -> list[tuple[LinkRow, FragmentRow]]:
        """The passages that a finding rests on, without those whose words were withdrawn."""
        pairs = ((link, self.fragments[link.fragment_id]) for link in self.evidence.get(finding.id, ()))
        return [(link, fragment) for link, fragment in pairs if not fragment.withdrawn]

    def supporting(self, finding: FindingRow) -> list[FragmentRow]:
        """The passages that support or nuance it."""
        return [fragment for link, fragment in self.standing(finding) if link.is_support]

    def source_of(self, fragment: FragmentRow) -> SourceRow:
        return self.sources[fragment.source_id]


PARTS = parts_of(World)
_NOTHING: frozenset[str] = frozenset()
# What these touch; every other action touches all parts of its room.
_NARROW: dict[str, frozenset[str]] = {
    "findings.evidence_linked": frozenset({"links"}),
    "findings.evidence_changed": frozenset({"links"}),
    "findings.evidence_unlinked": frozenset({"links"}),
    "reporting.section_changed": frozenset({"sections"}),
    "reporting.built": _NOTHING,
    "reporting.build_asked": _NOTHING,
    "reporting.downloaded": _NOTHING,
    "people.logged_in": _NOTHING,
    "people.login_link_made": _NOTHING,
    "people.login_link_used": _NOTHING,
}
_ROOMS = frozenset(room for one in PARTS.values() for room in one.rooms) - {"fieldwork"}


def touched_by(action: str) -> frozenset[str]:
    """The names of the parts that are read again after this audited action; who withdraws touches everything."""
    if action in _NARROW:
        return _NARROW[action]
    room = action.partition(".")[0]
    if room not in _ROOMS:
        return frozenset(PARTS)
    return frozenset(name for name, one in PARTS.items() if room in one.rooms)
