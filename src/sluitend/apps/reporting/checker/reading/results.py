"""Results of analyses that findings rest on and that the report cites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sluitend.apps.analyses import discovery
from sluitend.apps.analyses import queries as analyses
from sluitend.apps.analyses.coded import blind_texts, hash_now
from sluitend.apps.analyses.kit import voices
from sluitend.apps.findings.models import ResultLink, Stance
from sluitend.apps.reporting.checker.parts import part
from sluitend.apps.reporting.checker.reading.findings import grouped
from sluitend.apps.reporting.checker.reading.passages import PassageParts
from sluitend.apps.reporting.checker.small import small_in
from sluitend.apps.reporting.outcomes import OutsideEntry
from sluitend.apps.reporting.queries.gather_results import content_of, rows_of
from sluitend.engines.disclosure.rule import Rule

LEAST = Rule().least
_CHANGES = ("data", "code", "norms")


class ResultRow(NamedTuple):
    id: int
    number: int
    analysis: str
    sha256: str  # of what came out; a result never changes
    dataset: int | None  # its number; none of coded texts
    changed: tuple[str, ...]  # what changed since; of coded texts `recoded` tells whether the data did
    destroyed: bool
    draws_sample: bool

    @property
    def is_gone_with_words(self) -> bool:
        """Whether it counted coded words that were removed since."""
        return self.dataset is None and self.destroyed

    @property
    def is_of_dataset(self) -> bool:
        """Whether registered data say it, and still do."""
        return self.dataset is not None and not self.destroyed

    @property
    def label(self) -> str:
        """By what a report refers to it."""
        return f"U{self.number}"


class ResultLinkRow(NamedTuple):
    """A finding rests on a result."""

    finding_id: int
    result_id: int
    stance: str
    tells_sample: bool
    small_counts: tuple[str, ...] = ()  # counts under ten in what practice said of the sample

    @property
    def is_support(self) -> bool:
        return self.stance != Stance.CONTRADICTS


class Outside(NamedTuple):
    """What may leave the team of a result."""

    has_n: bool
    smallest: int | None  # of its counts
    least: int = LEAST  # that may be told


class ResultParts(PassageParts):
    """Of the rooms that analyse data."""

    @part("datasets", "analyses")
    def results(self) -> tuple[ResultRow, ...]:
        """By number; those that were destroyed with their data too, those that are being computed not."""
        return tuple(map(_row, analyses.lines_of(rows_of(self.user, self.evaluation), with_codings=False)))

    @part("analyses", "coding", "sources", "fieldwork", "design")
    def recoded(self) -> frozenset[int]:
        """Ids of the results of coded texts that were computed of something else than is coded now; not of those
        that counted a text that is being coded blind. Apart from `results`, since most changes are of what was coded,
        and most results are of datasets."""
        rows = rows_of(self.user, self.evaluation).filter(version=None, destroyed_at=None)
        made_of = dict(rows.values_list("pk", "data_hash"))
        compared = made_of.keys() - blind_texts(made_of).keys()
        now = hash_now(self.evaluation) if compared else ""
        return frozenset(pk for pk in compared if made_of[pk] != now)

    @part()
    def result_by_id(self) -> Mapping[int, ResultRow]:
        return {one.id: one for one in self.results}

    @part("findings")
    def result_links(self) -> tuple[ResultLinkRow, ...]:
        rows = ResultLink.objects.filter(finding__evaluation=self.evaluation, finding__merged_into__isnull=True)
        found = rows.order_by("pk").values_list("finding_id", "result_id", "stance", "sample_outcome")
        return tuple(ResultLinkRow(*row[:3], bool(row[3].strip()), small_in(row[3])) for row in found)

    @part()
    def rests(self) -> Mapping[int, tuple[tuple[ResultLinkRow, ResultRow], ...]]:
        """By a finding's id the results that it rests on, also those that were destroyed."""
        known = self.result_by_id
        pairs = ((link, known[link.result_id]) for link in self.result_links if link.result_id in known)
        return grouped((link.finding_id, (link, row)) for link, row in pairs)

    @part()
    def backed(self) -> frozenset[int]:
        """Ids of the findings that a result supports or nuances which is still there, whatever it is of."""
        return frozenset(
            pk for pk, rows in self.rests.items() if any(link.is_support and not row.destroyed for link, row in rows)
        )

    @part()
    def registers(self) -> Mapping[int, tuple[str, ...]]:
        """By a finding's id the datasets of which a result supports or nuances it: each an independent source."""
        return {
            pk: tuple(sorted({f"D{row.dataset}" for link, row in rows if link.is_support and row.is_of_dataset}))
            for pk, rows in self.rests.items()
        }

    @part()
    def cited(self) -> tuple[tuple[ResultRow, tuple[str, ...]], ...]:
        """Results that the report refers to and that are there, with the keys of the sections that do."""
        places: dict[str, list[str]] = {}
        for section, reference in self.references:
            places.setdefault(reference.text, []).append(section.key)
        there = (one for one in self.results if not one.destroyed)
        return tuple((one, tuple(dict.fromkeys(places[one.label]))) for one in there if one.label in places)

    @part()
    def outside(self) -> Mapping[int, Outside | None]:
        """By a cited result's id what may leave the team of it; None where nothing can."""
        found = {one.id: content_of(one.id, one.sha256) for one, _places in self.cited}
        return {pk: _outside(one) if one else None for pk, one in found.items()}


def _outside(one: OutsideEntry) -> Outside:
    return Outside(one.has_n, one.smallest, voices.LEAST if one.of_people else LEAST)


def _row(line: analyses.Line) -> ResultRow:
    row, known = line.result, discovery.analyses().get(line.result.analysis)
    return ResultRow(
        id=row.pk,
        number=row.number,
        analysis=row.analysis,
        sha256=row.content_sha256,
        dataset=row.version.dataset.number if row.version else None,
        changed=tuple(one for one in _CHANGES if getattr(line, f"{one}_changed")),
        destroyed=row.destroyed_at is not None,
        draws_sample=known is not None and known.draws_sample,
    )
