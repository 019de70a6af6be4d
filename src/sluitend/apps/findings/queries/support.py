"""How a finding is supported: by how many fragments, and by how many sources that are independent of each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import EvidenceLink, Stance
from sluitend.apps.findings.queries.voices import unheard

SOURCE = "fragment__version__source"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many fragments of one source take this stance."""

    stance: str
    source_id: int
    organisation_id: int | None
    fragments: int = 1
    is_withdrawn: bool = False
    is_heard: bool = True  # no: only who asks the questions says it


@dataclass(frozen=True, slots=True)
class Support:
    """What a finding rests on, in figures. Volume is no weight: sources count, fragments only describe."""

    fragments: Mapping[str, int]  # by stance
    sources: int  # in all, whatever their stance
    in_favour: int  # distinct sources in which somebody supports or nuances it: a contradiction is no support
    voices: int  # of these, independent ones: the sources of one organisation count once (DAC 3.9)
    withdrawn: int = 0  # fragments whose words are gone; they count nowhere, and make the finding stale

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Support:
        """Add up the tallies of one finding."""
        known = list(tallies)
        rows = [row for row in known if not row.is_withdrawn]
        gone = sum(row.fragments for row in known if row.is_withdrawn)
        fragments: Counter[str] = Counter()
        for row in rows:
            fragments[row.stance] += row.fragments
        favour = {
            row.source_id: row.organisation_id for row in rows if row.is_heard and row.stance != Stance.CONTRADICTS
        }
        voices = {organisation or f"S{source}" for source, organisation in favour.items()}
        return cls(fragments, len({row.source_id for row in rows}), len(favour), len(voices), gone)

    @property
    def supporting(self) -> int:
        return self.fragments.get(Stance.SUPPORTS, 0)

    @property
    def contradicting(self) -> int:
        return self.fragments.get(Stance.CONTRADICTS, 0)

    @property
    def nuancing(self) -> int:
        return self.fragments.get(Stance.NUANCES, 0)


def support_by_finding(evaluation: Evaluation) -> dict[int, Support]:
    """By the finding's id, in four queries at most; a finding without evidence is not in it.

    Withdrawn words support nothing, and what nobody says counts as no source. The caller has checked who asks.
    """
    standing = {"finding__evaluation": evaluation, "finding__merged_into__isnull": True}
    links = EvidenceLink.objects.filter(**standing).order_by()
    gone = ExpressionWrapper(Q(fragment__withdrawn_at__isnull=False), BooleanField())
    heard = ExpressionWrapper(~Q(fragment__in=unheard(evaluation)), BooleanField())
    named = links.annotate(gone=gone, heard=heard)
    fields = ("finding_id", "stance", SOURCE, f"{SOURCE}__organisation", "gone", "heard")
    tallies: dict[int, list[Tally]] = defaultdict(list)
    for finding_id, stance, source, organisation, is_gone, is_heard, n in named.values_list(*fields).annotate(
        Count("pk")
    ):
        tallies[finding_id].append(Tally(stance, source, organisation, n, is_gone, is_heard))
    return {finding_id: Support.of(found) for finding_id, found in tallies.items()}
