"""Looking for names in a text, apart from the request."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import queries
from sluitend.apps.sources.actions.names.listing_many import list_known_respondents
from sluitend.apps.sources.actions.releasing import newest
from sluitend.apps.sources.models import ListedName, NameProposal, ProposalState, Source, SourceVersion
from sluitend.apps.sources.queries_names import KIND_OF_RUN, public_names, run_of, wanted_names
from sluitend.engines.text.names import Span
from sluitend.errors import InputError
from sluitend.work import names_host, runs
from sluitend.work.handlers import Progress
from sluitend.work.models import Run

LOADING = "sources.names_loading"
WITHOUT_DEDUCE = "sources.names_without_deduce"


def propose_names(*, actor: User, version: SourceVersion) -> Run:
    """Look for names in the newest version of a source; a run that is under way already is returned.

    Raises NotFound, NotAllowed, InputError("sources.newer_version").
    """
    source = version.source
    require(actor, source.evaluation_id, Action.RELEASE_SOURCE)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        check_newest(source, version)
        current = run_of(version)
        if current is not None and not current.is_finished:
            return current
        record(actor, "sources.names_asked_for", source, evaluation=source.evaluation_id, version=version.number)
        return runs.start(
            KIND_OF_RUN,
            {"version_id": version.pk},
            evaluation_id=source.evaluation_id,
            requested_by_id=actor.pk,
        )


def check_newest(source: Source, version: SourceVersion) -> None:
    """Raises InputError("sources.newer_version")."""
    if newest(source).pk != version.pk or version.destroyed_at is not None:
        raise InputError("sources.newer_version")


def keep_proposals(run: Run, progress: Progress) -> None:
    """The run's work: ask the names process, and keep what it says beside what was decided before."""
    version = SourceVersion.objects.select_related("source__evaluation").get(pk=int(run.payload["version_id"]))
    actor = User.objects.get(pk=int(run.requested_by_id or 0))
    if version.destroyed_at is not None:
        return
    list_known_respondents(actor, version.source.evaluation)
    progress(5, LOADING)
    text = queries.version_text(version)
    answer = names_host.host().propose(text, wanted_names(version.source), public_names(version.source.evaluation))
    progress(90, "" if answer.with_detector else WITHOUT_DEDUCE)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=version.source_id)
        made = _renew(version, answer.spans)
        record(
            actor,
            "sources.names_proposed",
            version.source,
            evaluation=version.source.evaluation_id,
            version=version.number,
            count=made,
            with_deduce=answer.with_detector,
        )


def _renew(version: SourceVersion, spans: Iterable[Span]) -> int:
    """Put these proposals in the place of the open ones; what was decided stays. How many there are."""
    version.name_proposals.filter(state=ProposalState.OPEN).delete()
    decided = list(version.name_proposals.values_list("start", "end"))
    listed = set(ListedName.objects.filter(evaluation=version.source.evaluation_id).values_list("pk", flat=True))
    rows = [
        NameProposal(
            version=version,
            start=span.start,
            end=span.end,
            kind=span.kind.value,
            found_by=span.found_by.value,
            entry_id=span.entry if span.entry in listed else None,
        )
        for span in spans
        if not any(span.start < end and start < span.end for start, end in decided)
    ]
    return len(NameProposal.objects.bulk_create(rows))
