"""All that the rules look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.checker.parts import Kept, part, parts_of
from sluitend.apps.reporting.checker.reading.findings import LinkRow, grouped
from sluitend.apps.reporting.checker.reading.passages import FragmentRow, SourceRow, SpeakerRow
from sluitend.apps.reporting.checker.reading.results import ResultParts
from sluitend.apps.reporting.checker.rule import Found, Rule
from sluitend.apps.sources.models import SourceKind


class World(ResultParts):
    """One evaluation, for the rules. The caller has checked who asks."""

    def __init__(
        self, user: User, evaluation: Evaluation, kept: Mapping[str, Kept] | None = None, touched: Collection[str] = ()
    ) -> None:
        super().__init__(kept, touched)
        self.user = user
        self.evaluation = evaluation
        self._addresses = {}

    def found_by(self, rule: Rule) -> tuple[Found, ...]:
        """What a rule has to say; run again only when something that it looked at is different."""
        return self.of(f"rule {rule.code}", lambda: tuple(rule.check(self)))

    @part()
    def standing(self) -> Mapping[int, tuple[tuple[LinkRow, FragmentRow], ...]]:
        """By a finding's id the passages that it rests on, without those whose words were withdrawn."""
        fragments = self.fragments
        pairs = ((link, fragments[link.fragment_id]) for link in self.links)
        return grouped((link.finding_id, (link, fragment)) for link, fragment in pairs if not fragment.withdrawn)

    @part()
    def supporting(self) -> Mapping[int, tuple[FragmentRow, ...]]:
        """By a finding's id the passages that support or nuance it."""
        return grouped((pk, one) for pk, pairs in self.standing.items() for link, one in pairs if link.is_support)

    @part()
    def said(self) -> Mapping[int, tuple[str, ...]]:
        """By the id of a passage that supports something: the voices in it.

        None where others answer and only who asks is heard.
        """
        sources, speaking = self.sources, self.speaking
        passages = {one.id: one for found in self.supporting.values() for one in found}
        return {pk: _voices(sources[one.source_id], speaking.get(pk)) for pk, one in passages.items()}

    @part()
    def voices(self) -> Mapping[int, frozenset[str]]:
        """By a finding's id the independent voices: those of one organisation count once.

        So does a source of which nobody is known. In a group the organisation is the speaker's.
        """
        said = self.said
        return {
            pk: frozenset(voice for fragment in found for voice in said[fragment.id])
            for pk, found in self.supporting.items()
        }

    @part()
    def heard_in(self) -> Mapping[int, tuple[SourceRow, ...]]:
        """By a finding's id the distinct documents and conversations in which somebody supports or nuances it."""
        said, sources = self.said, self.sources
        pairs = ((pk, one.source_id) for pk, found in self.supporting.items() for one in found if said[one.id])
        return grouped((pk, sources[source_id]) for pk, source_id in dict.fromkeys(pairs))

    def source_of(self, fragment: FragmentRow) -> SourceRow:
        return self.sources[fragment.source_id]


def _voices(source: SourceRow, heard: Sequence[SpeakerRow] | None) -> tuple[str, ...]:
    if heard == () and source.kind != SourceKind.DOCUMENT:
        return ()
    speakers = [one.organisation for one in heard or () if one.organisation]
    return tuple(f"O{one}" if one else source.label for one in speakers or [source.organisation_id or 0])


PARTS = parts_of(World)
_NOTHING: frozenset[str] = frozenset()
# What these touch; every other action touches all parts of its room.
_NARROW: dict[str, frozenset[str]] = {
    "findings.evidence_linked": frozenset({"links"}),
    "findings.evidence_changed": frozenset({"links"}),
    "findings.evidence_unlinked": frozenset({"links"}),
    "findings.result_linked": frozenset({"result_links"}),
    "findings.result_changed": frozenset({"result_links"}),
    "findings.result_unlinked": frozenset({"result_links"}),
    "reporting.section_changed": frozenset({"sections"}),
    "reporting.built": _NOTHING,
    "reporting.build_asked": _NOTHING,
    "reporting.downloaded": _NOTHING,
    "analyses.asked": _NOTHING,  # what is being computed is no result yet
    "analyses.taken": _NOTHING,
    "analyses.taken_exact": _NOTHING,
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
