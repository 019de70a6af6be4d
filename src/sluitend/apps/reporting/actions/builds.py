"""Building: asked for by a person, done by the worker, kept sealed on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import building
from sluitend.apps.reporting.account import Account
from sluitend.apps.reporting.actions.destroying import destroy_withdrawn
from sluitend.apps.reporting.actions.house_styles import content_of
from sluitend.apps.reporting.building import Draft
from sluitend.apps.reporting.material import Audience, Material
from sluitend.apps.reporting.models import Build, BuildKind, Stage
from sluitend.apps.reporting.queries.drafts import said_in
from sluitend.apps.reporting.queries.gather import gather
from sluitend.apps.reporting.queries.guarding import copied_in
from sluitend.apps.reporting.queries.outline import outline_for
from sluitend.apps.reporting.queries.plans import gather_plan
from sluitend.apps.reporting.queries.reports import report_for
from sluitend.apps.reporting.queries.withdrawn import withdrawn_among
from sluitend.apps.sources import store
from sluitend.errors import InputError, NotFound
from sluitend.formats import sealed
from sluitend.formats.report import Reference
from sluitend.formats.report.pages import pages_of
from sluitend.work import runs, vault
from sluitend.work.models import Run

REPORTS = "reports"  # a folder within the data folder
# What is kept; the inside report is made for who looks.
FILES = (BuildKind.PUBLIC, BuildKind.DOCX, BuildKind.PDF, BuildKind.SUMMARY, BuildKind.PLAN)
MAKERS: dict[str, Callable[[Material], Draft]] = {
    BuildKind.SUMMARY: building.summary,
    BuildKind.PLAN: building.plan,
}


def request_build(*, actor: User, evaluation: Evaluation, kind: str, stage: str = Stage.DRAFT) -> Build:
    """Ask the worker for a file; earlier ones that hold a withdrawn quote are destroyed first.

    A final report is a file beside the others: it is never replaced, whatever is written or built later. It is for
    the project leader alone.

    Raises NotFound, NotAllowed, InputError("reporting.kind_unknown" | "reporting.lost_references").
    """
    require(actor, evaluation, _needed(stage))
    if kind not in FILES or stage not in Stage.values:
        raise InputError("reporting.kind_unknown")
    report = report_for(actor, evaluation)
    destroy_withdrawn(actor=actor, report=report)
    state = _state(actor, evaluation, kind)
    with transaction.atomic():
        build = Build.objects.create(report=report, kind=kind, stage=stage, state_sha256=state, built_by=actor)
        run = runs.start(
            "reporting.build", {"build_id": build.pk}, evaluation_id=evaluation.pk, requested_by_id=actor.pk
        )
        build.run_id = str(run.pk)
        build.save(update_fields=["run_id"])
        record(actor, "reporting.build_asked", build, evaluation=evaluation.pk, kind=kind, stage=stage)
    return build


def _state(actor: User, evaluation: Evaluation, kind: str) -> str:
    """Of what will be built. Raises InputError("reporting.lost_references")."""
    if kind == BuildKind.PLAN:
        return gather_plan(actor, evaluation).state
    outline = outline_for(actor, evaluation, Audience.PUBLIC)
    _refuse_lost([(line.section.title, line.position, reference) for line, reference in outline.lost])
    return outline.material.state


def _needed(stage: str) -> Action:
    return Action.FINISH_REPORT if stage == Stage.FINAL else Action.WRITE_REPORT


def _draft(actor: User, evaluation: Evaluation, build: Build) -> Draft:
    """What the file is made of, for anybody. Raises InputError("reporting.lost_references")."""
    is_plan = build.kind == BuildKind.PLAN
    material = gather_plan(actor, evaluation) if is_plan else gather(actor, evaluation, Audience.PUBLIC)
    draft = MAKERS.get(build.kind, building.assemble)(material)
    _refuse_lost([(one.section.title, one.position, one.reference) for one in draft.lost])
    return replace(draft, stage=build.stage)


def _file(draft: Draft, build: Build) -> bytes:
    kind, report, style = build.kind, build.report, draft.material.house_style
    match kind:
        case BuildKind.DOCX:
            return building.word(draft, house_style=content_of(report, style))
        case BuildKind.PLAN:
            return building.word(draft, subtitle=gettext("Evaluation plan"), house_style=content_of(report, style))
        case BuildKind.PDF | BuildKind.SUMMARY:
            return building.pdf(draft, summary=kind == BuildKind.SUMMARY)
    return building.public_html(draft)


def _refuse_lost(lost: list[tuple[str, int, Reference]]) -> None:
    """Raises InputError("reporting.lost_references") with the chapter of the first."""
    if lost:
        title, position, reference = lost[0]
        raise InputError(
            "reporting.lost_references", where=title, section=position, count=len(lost), reference=str(reference)
        )


def carry_out(build_id: int, progress: Callable[[int], None] = lambda percent: None) -> None:
    """Make the file of a build; a second call finds it made. Raises what `request_build` raises: the state may differ.

    Called by the worker: for who asked for it, whose permission is asked again. `progress` hears percents, and may
    raise to stop: nothing was kept by then.
    """
    build = Build.objects.select_related("report__evaluation", "built_by").get(pk=build_id)
    if build.path or build.destroyed_at:
        return
    actor, evaluation = build.built_by, build.report.evaluation
    require(actor, evaluation, _needed(build.stage))
    progress(10)
    draft = _draft(actor, evaluation, build)
    progress(40)
    content = _file(_dated(draft, build), build)
    progress(90)
    _keep(build, actor, draft, content)


def _dated(draft: Draft, build: Build) -> Draft:
    """A plan bears the day on which it was first built like this, so that building it again gives the same file."""
    if build.kind != BuildKind.PLAN:
        return draft
    same = Build.objects.filter(report=build.report, kind=build.kind, state_sha256=draft.material.state)
    first: datetime = same.order_by("pk").values_list("built_at", flat=True).first() or build.built_at
    return replace(draft, material=replace(draft.material, as_of=first))


def _keep(build: Build, actor: User, draft: Draft, content: bytes) -> None:
    """Seal the file, and let the row speak of it once it is on disk; who comes second throws the own file away."""
    is_plan = build.kind == BuildKind.PLAN
    told = {
        "state_sha256": draft.material.state,
        "pages": pages_of(content) if content.startswith(b"%PDF") else None,
        "said": {} if is_plan else said_in(draft.material),
        "withheld": len(draft.withheld),
        "quoted": [] if is_plan else _quoted(draft),
    }
    path, made = store.new_path(REPORTS), False
    try:
        made = _sealed(build, actor, content, path, told)
    finally:
        if not made:
            store.remove(path)


def _sealed(build: Build, actor: User, content: bytes, path: str, told: Mapping[str, object]) -> bool:
    """Whether the row speaks of the file at this path now, and of what is `told` of it."""
    wrapped = vault.new_wrapped_key()
    with store.create(path) as file:
        sealer = sealed.Sealer(file, vault.unwrap(wrapped), _context(build))
        sealer.write(content)
        info = sealer.finish()
        store.to_disk(file, path)
    with transaction.atomic():
        made = Build.objects.filter(pk=build.pk, path="", destroyed_at=None).update(
            path=path, wrapped_key=wrapped, sha256=info.sha256, size=info.size, **told
        )
        if made:
            evaluation = build.report.evaluation_id
            record(actor, "reporting.built", build, evaluation=evaluation, kind=build.kind, size=info.size)
    return bool(made)


def _quoted(draft: Draft) -> list[list[int]]:
    """Number and source of every passage whose words stand in it: as a quote, or copied in what others said of it."""
    own = {(one.number, one.source) for one in draft.quoted}
    return sorted(map(list, own | copied_in(draft.material.evaluation_id, _typed(draft.material.account))))


def _typed(told: Account) -> Iterator[str]:
    """What people wrote themselves in the annexes: the fields that are held against closed passages too."""
    for remark in told.remarks:
        yield from (remark.passage, remark.text, remark.reason, remark.changed_text)
    for agreement in told.agreements:
        yield from (agreement.text, agreement.reason)
    for event in told.events:
        yield from (event.title, event.text)
    yield from (one.text for one in told.statements)
    yield from (one.reason for one in told.waived)


def _context(build: Build) -> bytes:
    return b"sluitend report, build %d" % build.pk


def open_build(*, actor: User, build: Build) -> bytes:
    """The file, for who may see the report; recorded.

    Raises NotFound, NotAllowed, InputError("reporting.quote_withdrawn"), sealed.SealBroken.
    """
    evaluation = build.report.evaluation_id
    require(actor, evaluation, Action.VIEW_REPORT)
    if withdrawn_among(evaluation, [build]):
        raise InputError("reporting.quote_withdrawn")
    if not build.path or build.wrapped_key is None:
        raise NotFound("build")
    record(actor, "reporting.downloaded", build, evaluation=evaluation, kind=build.kind)
    return _opened(build)


def _opened(build: Build) -> bytes:
    assert build.wrapped_key is not None
    with store.full(build.path).open("rb") as file:
        content = b"".join(sealed.open_file(file, vault.unwrap(build.wrapped_key), _context(build)))
    if hashlib.sha256(content).hexdigest() != build.sha256:
        raise sealed.SealBroken("another file than was built")
    return content


def build_now(*, actor: User, evaluation: Evaluation, kind: str) -> bytes:
    """Build in this process and give the file: for the command line.

    `inside` is made for the actor and not kept. Raises NotFound, NotAllowed, InputError.
    """
    if kind == BuildKind.INSIDE:
        return _inside(actor, evaluation)
    build = request_build(actor=actor, evaluation=evaluation, kind=kind)
    run = runs.run_now(Run.objects.get(pk=int(build.run_id)))
    build.refresh_from_db()
    if not build.path:
        raise InputError("reporting.build_failed", run=run.pk)
    return open_build(actor=actor, build=build)


def _inside(actor: User, evaluation: Evaluation) -> bytes:
    draft = building.assemble(gather(actor, evaluation))
    report = report_for(actor, evaluation)
    record(actor, "reporting.built", report, evaluation=evaluation.pk, kind=BuildKind.INSIDE)
    return building.public_html(draft)


def sweep_files() -> int:
    """Remove sealed files whose maker died before a row spoke of them. Run when the worker starts."""
    found = store.abandoned(REPORTS)
    known = set(Build.objects.exclude(path="").values_list("path", flat=True))
    orphans = [path for path in found if path not in known]
    for path in orphans:
        store.remove(path)
    return len(orphans)
