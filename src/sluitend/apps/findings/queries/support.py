"""How a finding is supported: by how many fragments and results, and by how many sources independent of each other.

Results of one dataset are one source, however many analyses were made of it: all of them see the same registration.
What lays a second dataset beside the first compares, and is no second source. Results are nobody's voice, and stand
beside those of people and organisations. A result of coded texts counts what sources say that can be evidence
themselves: it supports, and is no source of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from sluitend.apps.analyses import queries as analyses
from sluitend.apps.analyses.models import ResultState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import EvidenceLink, ResultLink, Stance
from sluitend.apps.findings.queries.results import result_links
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
class ResultTally:
    """One result takes this stance: of a dataset, or (none) of coded texts."""

    stance: str
    dataset_id: int | None
    is_destroyed: bool = False
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """What a finding rests on, in figures. Volume is no weight: sources count, fragments only describe."""

    fragments: Mapping[str, int]  # by stance
    sources: int  # in all, whatever their stance
    in_favour: int  # distinct sources in which somebody supports or nuances it: a contradiction is no support
    voices: int  # of these, independent ones: the sources of one organisation count once (DAC 3.9)
    withdrawn: int = 0  # fragments whose words are gone; they count nowhere, and make the finding stale
    results: Mapping[str, int] = field(default_factory=dict)  # by stance
    datasets: int = 0  # in all, whatever the stance of their results
    registers: int = 0  # of these, those of which a result supports or nuances it: each one independent source
    destroyed: int = 0  # results of which nothing is left to read; they count nowhere
    stale: int = 0  # results of which the data or the method changed; they count

    @classmethod
    def of(cls, tallies: Iterable[Tally], results: Iterable[ResultTally] = ()) -> Support:
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
        return cls(
            fragments, len({row.source_id for row in rows}), len(favour), len(voices), gone, *_of_results(results)
        )

    @property
    def supporting(self) -> int:
        return self._taking(Stance.SUPPORTS)

    @property
    def contradicting(self) -> int:
        return self._taking(Stance.CONTRADICTS)

    @property
    def nuancing(self) -> int:
        return self._taking(Stance.NUANCES)

    @property
    def grounds(self) -> int:
        """Distinct sources and datasets that support or nuance it."""
        return self.in_favour + self.registers

    @property
    def independent(self) -> int:
        """Of these, those that are independent of each other (DAC 3.9): voices, and datasets."""
        return self.voices + self.registers

    @property
    def is_only_counted(self) -> bool:
        """Whether only results of coded texts support or nuance it: the checker counts them, and none is a source."""
        return not self.grounds and any(self.results.get(one, 0) for one in (Stance.SUPPORTS, Stance.NUANCES))

    def _taking(self, stance: str) -> int:
        return self.fragments.get(stance, 0) + self.results.get(stance, 0)


def _of_results(results: Iterable[ResultTally]) -> tuple[Mapping[str, int], int, int, int, int]:
    known = list(results)
    rows = [row for row in known if not row.is_destroyed]
    datasets = {row.dataset_id for row in rows if row.dataset_id is not None}
    favour = {row.dataset_id for row in rows if row.stance != Stance.CONTRADICTS} - {None}
    stale = sum(row.is_stale for row in rows)
    stances = Counter(row.stance for row in rows)
    return stances, len(datasets), len(favour), len(known) - len(rows), stale


def support_by_finding(evaluation: Evaluation) -> dict[int, Support]:
    """By the finding's id, in seven queries at most; a finding without evidence is not in it.

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
    results = _results_by_finding(evaluation)
    return {pk: Support.of(tallies[pk], results[pk]) for pk in {**tallies, **results}}


def _results_by_finding(evaluation: Evaluation) -> dict[int, list[ResultTally]]:
    found: dict[int, list[ResultTally]] = defaultdict(list)
    links = list(result_links().filter(finding__evaluation=evaluation, finding__merged_into__isnull=True))
    for link, line in zip(links, analyses.lines_of(link.result for link in links), strict=True):
        found[link.finding_id].append(tally_of(link, is_stale=line.is_stale))
    return found


def tally_of(link: ResultLink, *, is_stale: bool) -> ResultTally:
    """Of a link of which the result and its version are loaded."""
    is_destroyed = link.result.state == ResultState.DESTROYED
    version = link.result.version
    return ResultTally(link.stance, version.dataset_id if version else None, is_destroyed, is_stale)
