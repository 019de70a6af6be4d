"""How far a source is with taking names out: for the list, the page of a source and the page of its release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluitend.apps.sources.grounds import is_from_persons
from sluitend.apps.sources.models import NameProposal, ProposalState, Source, SourceVersion, VersionKind
from sluitend.apps.sources.queries_names import KIND_OF_RUN
from sluitend.work.models import Run, State


class Step(StrEnum):
    """What has been done about the names in the newest text."""

    NONE = "none"  # nobody looked
    BUSY = "busy"
    FAILED = "failed"
    OPEN = "open"  # proposals wait for a person
    DECIDED = "decided"  # and have to be replaced
    READY = "ready"  # the text can be released


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a text stands. `states` counts the proposals of the text in which they were decided."""

    step: Step
    states: Counter[str] = field(default_factory=Counter)
    replaced_in: int | None = None  # number of the version with pseudonyms

    @property
    def words(self) -> str:
        """In a few words."""
        waiting = self.states[ProposalState.OPEN]
        words = {
            Step.NONE: _("names not looked for yet"),
            Step.BUSY: _("names are being looked for"),
            Step.FAILED: _("the search for names stopped"),
            Step.OPEN: ngettext("%(count)s name to decide on", "%(count)s names to decide on", waiting),
            Step.DECIDED: _("decided, not replaced yet"),
            Step.READY: _("ready to be released"),
        }[self.step]
        return words % {"count": waiting} if self.step == Step.OPEN else words

    @property
    def done(self) -> str:
        """What was done about the names in the text that waits for release; empty as long as that is nothing."""
        if self.step != Step.READY:
            return ""
        if self.replaced_in is None and not self.states:
            return _("Names were looked for, and none were found.")
        gone, left = self.states[ProposalState.ACCEPTED], self.states[ProposalState.REJECTED]
        words = ngettext("%(count)s place replaced", "%(count)s places replaced", gone) % {"count": gone}
        return words + ngettext(", %(count)s left as it was.", ", %(count)s left as they were.", left) % {"count": left}


def stages_of(sources: Collection[Source]) -> dict[int, Stage]:
    """By id of the source, of those from persons that are not released; three queries. The caller checked who asks."""
    waiting = {source.pk for source in sources if is_from_persons(source) and source.withdrawn_at is None}
    rows = SourceVersion.objects.filter(source__in=waiting, destroyed_at__isnull=True).order_by("number")
    versions: dict[int, list[SourceVersion]] = {}
    for row in rows.only("pk", "source_id", "number", "kind", "released_at"):
        versions.setdefault(row.source_id, []).append(row)
    texts = {pk: found for pk, found in versions.items() if found[-1].released_at is None}
    states = _states([version.pk for found in texts.values() for version in found[-2:]])
    runs = _runs({source.evaluation_id for source in sources}, [found[-1].pk for found in texts.values()])
    return {pk: _stage(found, states, runs) for pk, found in texts.items()}


def stage_of(source: Source) -> Stage | None:
    """The same for one source; None when it is public, released or not from persons."""
    return stages_of([source]).get(source.pk)


def _states(version_ids: Collection[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    rows = NameProposal.objects.filter(version__in=version_ids).order_by().values_list("version_id", "state")
    for version_id, state, count in rows.annotate(count=Count("pk")):
        found.setdefault(version_id, Counter())[state] = count
    return found


def _runs(evaluation_ids: Collection[int], version_ids: Collection[int]) -> dict[int, str]:
    """State of the last run that looked for names, by version."""
    rows = Run.objects.filter(kind=KIND_OF_RUN, evaluation_id__in=evaluation_ids)
    rows = rows.filter(payload__version_id__in=list(version_ids)).order_by("pk")
    return {row.payload["version_id"]: row.state for row in rows}


def _stage(versions: Sequence[SourceVersion], states: dict[int, Counter[str]], runs: dict[int, str]) -> Stage:
    newest = versions[-1]
    counted, run = states.get(newest.pk, Counter[str]()), runs.get(newest.pk)
    if run in {State.QUEUED, State.RUNNING}:
        return Stage(Step.BUSY, counted)
    if run is not None and run != State.DONE:
        return Stage(Step.FAILED, counted)
    if counted[ProposalState.OPEN]:
        return Stage(Step.OPEN, counted)
    if counted[ProposalState.ACCEPTED]:
        return Stage(Step.DECIDED, counted)
    if counted or run == State.DONE:
        return Stage(Step.READY, counted)
    if newest.kind == VersionKind.PSEUDONYMISED:
        before = states.get(versions[-2].pk, Counter[str]()) if len(versions) > 1 else Counter[str]()
        return Stage(Step.READY, before, newest.number)
    return Stage(Step.NONE)
