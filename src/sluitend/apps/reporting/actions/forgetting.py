"""Words that were withdrawn, where people of the team copied them: the row keeps its number, and loses the sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import F, Field, Model

from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.coding.actions.consensus_moving import REASONS
from sluitend.apps.coding.models import ConsensusDecision, Reopening
from sluitend.apps.design.models import Agreement, LogbookEntry
from sluitend.apps.fieldwork.copied import MARKER, Row, copies, rows_in, rows_of, telling, without
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.models import AgreementJudgement
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.withdrawing import destroy_all, destroy_with_parts
from sluitend.apps.reporting.models import (
    ArchiveFile,
    Build,
    Remark,
    ReportStatement,
    Section,
    SectionComment,
    SectionVersion,
    Waiver,
)
from sluitend.apps.reporting.queries.guarding import long_rows, public_rows
from sluitend.apps.sources.models import Source

REMARKS, ACCOUNT, AGREED, CHAPTERS = (f"reporting.{name}" for name in ("remarks", "account", "agreed", "chapters"))


@dataclass(frozen=True, slots=True)
class Place:
    """Fields in which people write beside what was said; an annex shows them as this part of the account."""

    kind: str
    model: type[Model]
    evaluation: str
    fields: tuple[str, ...]
    part: str = ""

    def rows(self, evaluation_id: int) -> Iterator[Model]:
        yield from self.model._default_manager.filter(**{self.evaluation: evaluation_id})


PLACES = (
    Place(REMARKS, Remark, "report__evaluation", ("passage", "text", "reason", "changed_text"), "remarks"),
    Place(REMARKS, SectionComment, "section__report__evaluation", ("anchor", "text")),
    Place(ACCOUNT, ReportStatement, "report__evaluation", ("text",), "statements"),
    Place(ACCOUNT, Waiver, "evaluation", ("reason",), "waived"),
    Place(ACCOUNT, ArchiveFile, "evaluation", ("reason",)),
    Place(AGREED, Agreement, "evaluation", ("text",), "agreements"),
    Place(AGREED, AgreementJudgement, "agreement__evaluation", ("reason",), "agreements"),
    Place(AGREED, LogbookEntry, "evaluation", ("title", "text"), "events"),
    Place(REASONS, Reopening, "round__evaluation", ("reason",)),
    Place(REASONS, ConsensusDecision, "round__evaluation", ("reason",)),
)


def forget_copies(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: what was written beside the words, and the report's own chapters."""
    if not (said := telling(rows_in(destruction.words))):
        return
    _forget_beside(destruction, said)
    _forget_chapters(destruction, said)


def _forget_beside(destruction: Destruction, said: Collection[Row]) -> None:
    evaluation = destruction.evaluation_id
    found = [(place, row) for place in PLACES for row in place.rows(evaluation)]
    held = {one for place, row in found for text in _texts(place, row) for one in rows_of(text) if one in said}
    gone = held - public_rows(evaluation, held)
    parts = set()
    for place, row in found:
        if emptied := _emptied(row, place.fields, gone):
            destruction.note(place.kind, count=emptied)
            parts.add(place.part)
    destroy_with_parts(destruction, parts - {""})


def _texts(place: Place, row: Model) -> Iterator[str]:
    return (getattr(row, name) for name in place.fields)


def _emptied(row: Model, fields: Collection[str], gone: Collection[Row]) -> int:
    """How many fields lost something; who has the row open in a form cannot save that over this."""
    kept = {name: str(getattr(row, name)) for name in fields}
    changed: dict[str, object] = {
        name: _left(row, name, text, gone) for name, text in kept.items() if copies(text, gone)
    }
    if changed:
        revised = {"revision": F("revision") + 1} if hasattr(row, "revision") else {}
        type(row)._default_manager.filter(pk=row.pk).update(**changed, **revised)
    return len(changed)


def _left(row: Model, name: str, text: str, gone: Collection[Row]) -> str:
    """Empty when nothing is left, where it may be: what is asked for is then known to be open."""
    field, left = row._meta.get_field(name), without(text, gone)
    assert isinstance(field, Field)
    return "" if left == MARKER and field.blank else left[: field.max_length]


def _forget_chapters(destruction: Destruction, said: Collection[Row]) -> None:
    """Now, in earlier texts, and in what was kept of a file; people write prose here, so only a long row is a copy."""
    evaluation = destruction.evaluation_id
    changed = 0
    for model, of in ((Section, "report__evaluation"), (SectionVersion, "section__report__evaluation")):
        for row in model._default_manager.filter(**{of: evaluation}):
            changed += _emptied(row, ("markdown",), long_rows(row.markdown, said))
    for build in Build.objects.filter(report__evaluation=evaluation).exclude(said={}):
        changed += _forget_said(build, said)
    destruction.note(CHAPTERS, count=changed)
    if changed:
        destroy_all(destruction)


def _forget_said(build: Build, said: Collection[Row]) -> bool:
    left = {label: [without(text, long_rows(text, said)), judged] for label, (text, judged) in build.said.items()}
    if left == build.said:
        return False
    return bool(Build.objects.filter(pk=build.pk).update(said=left))


def forget_counts(_actor: User | None, _respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``, behind the room of analyses: what a draft told of results that counted words
    which went. Two counts, with and without somebody, tell what that one said."""
    _forget_counts(destruction.evaluation_id)


def forget_counts_of(_actor: User, source: Source) -> None:
    """For ``sources.hooks.deleting``: the same of a source that goes with its texts."""
    _forget_counts(source.evaluation_id)


def _forget_counts(evaluation_id: int) -> None:
    gone = AnalysisResult.objects.filter(evaluation=evaluation_id, version=None, state=ResultState.DESTROYED)
    labels = {f"U{number}" for number in gone.values_list("number", flat=True)}
    for build in Build.objects.filter(report__evaluation=evaluation_id).exclude(said={}) if labels else ():
        left = {label: said for label, said in build.said.items() if label not in labels}
        if left != build.said:
            Build.objects.filter(pk=build.pk).update(said=left)
