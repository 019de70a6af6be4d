"""The support of a finding by perspective, level, place and phase: people and organisations, never passages.

Volume is no weight (DAC 3.9): who says the same ten times counts once. Outside the team the regime of DESIGN.md §5
holds ("voices"): no group of fewer than three people, and words instead of figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import Prefetch

from sluitend.apps.design.access import may, require
from sluitend.apps.findings.models import EvidenceLink, Finding, Stance
from sluitend.apps.findings.queries.voices import ATTRIBUTES, Voice, voices_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceVersion

FEWEST = 3  # people in a group that is told of outside the team


class Share(StrEnum):
    """How many of the people who said something about it; words for outside the team."""

    NONE = "none"
    SOME = "some"  # enkele: at most a third
    SEVERAL = "several"  # meerdere
    MOST = "most"  # de meeste: more than half

    @classmethod
    def of(cls, part: int, whole: int) -> Share:
        """Which word fits ``part`` of ``whole`` people."""
        if not part:
            return cls.NONE
        if 2 * part > whole:
            return cls.MOST
        return cls.SEVERAL if 3 * part > whole else cls.SOME


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct people, distinct organisations that are known, distinct documents."""

    people: int = 0
    organisations: int = 0
    documents: int = 0

    @classmethod
    def of(cls, voices: Iterable[Voice]) -> Count:
        known = list(voices)
        return cls(
            people=len({one.who for one in known if one.is_person}),
            organisations=len({one.organisation for one in known if one.organisation is not None}),
            documents=len({one.who for one in known if not one.is_person}),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One perspective (level, place, phase) and what is said from there; an empty name is not stated.

    The counts are None for who is outside the team.
    """

    name: str
    is_told: bool  # whether there are enough people in it to be told of outside the team
    in_favour: Count | None  # supports or nuances
    against: Count | None
    share_in_favour: Share  # of the people who said either
    share_against: Share


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All rows by attribute, largest first; `total` is not their sum: one person may be in two."""

    total: Row
    rows: Mapping[str, tuple[Row, ...]]
    left_out: bool = False  # groups that are too small to be told of
    public_documents: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether there are figures: for the team only."""
        return self.total.in_favour is not None

    def guarded(self) -> Breakdown:
        """The same for outside the team."""
        kept = {name: tuple(_told(row) for row in rows if row.is_told) for name, rows in self.rows.items()}
        left_out = any(len(kept[name]) < len(rows) for name, rows in self.rows.items())
        return replace(self, total=_told(self.total), rows=kept, left_out=left_out)


def breakdown_for(user: User, finding: Finding) -> Breakdown:
    """Of one finding, as this user may see it. Raises NotFound, NotAllowed."""
    require(user, finding.evaluation_id, Action.VIEW_FINDINGS)
    found = breakdown_of(said_of([finding.pk]).get(finding.pk, ()))
    return found if may(user, finding.evaluation_id, Action.VIEW_SOURCES) else found.guarded()


Said = tuple[str, Voice]  # the stance of a passage, and who says it


def said_of(finding_ids: Iterable[int]) -> dict[int, list[Said]]:
    """By the finding's id; a fixed number of queries. Withdrawn words say nothing. The caller has checked who asks."""
    linked = ("source__organisation", "source__perspective", "source__place", "source__phase")
    versions = SourceVersion.objects.select_related(*linked).defer("text", "sealed_text", "blocks")
    links = EvidenceLink.objects.filter(finding__in=list(finding_ids), fragment__withdrawn_at__isnull=True)
    rows = list(links.select_related("fragment").prefetch_related(Prefetch("fragment__version", versions)))
    voices = voices_of(list({row.fragment_id: row.fragment for row in rows}.values()))
    found: dict[int, list[Said]] = defaultdict(list)
    for row in rows:
        found[row.finding_id] += [(row.stance, voice) for voice in voices[row.fragment_id]]
    return found


def breakdown_of(said: Iterable[Said]) -> Breakdown:
    """Add up who said it."""
    known = list(said)
    public = {voice.who for _stance, voice in known if voice.is_public and not voice.is_person}
    rows = {name: tuple(sorted(_rows(known, name), key=_largest_first)) for name in ATTRIBUTES}
    return Breakdown(_row("", known), rows, public_documents=len(public))


def _rows(said: list[Said], attribute: str) -> Iterable[Row]:
    groups: dict[str, list[Said]] = defaultdict(list)
    for stance, voice in said:
        groups[getattr(voice, attribute)].append((stance, voice))
    return (_row(name, group) for name, group in groups.items())


def _row(name: str, said: list[Said]) -> Row:
    against = [voice for stance, voice in said if stance == Stance.CONTRADICTS]
    in_favour = [voice for stance, voice in said if stance != Stance.CONTRADICTS]
    people = Count.of(voice for _stance, voice in said).people
    counts = Count.of(in_favour), Count.of(against)
    return Row(name, people >= FEWEST, *counts, *(Share.of(one.people, people) for one in counts))


def _largest_first(row: Row) -> tuple[bool, int, str]:
    assert row.in_favour is not None
    return not row.name, -(row.in_favour.people + row.in_favour.documents), row.name


def _told(row: Row) -> Row:
    """Without figures; of fewer than three people nothing at all."""
    if not row.is_told:
        return replace(row, in_favour=None, against=None, share_in_favour=Share.NONE, share_against=Share.NONE)
    return replace(row, in_favour=None, against=None)
