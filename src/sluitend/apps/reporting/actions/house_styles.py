"""The bureau's own Word document: looked at in a limited process, and kept sealed without its text."""

from __future__ import annotations

import io
from functools import partial
from pathlib import PurePath

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions import keeping
from sluitend.apps.reporting.models import HouseStyle, Report
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.receiving import Received, receive
from sluitend.errors import InputError
from sluitend.formats.house_style import MOST_BYTES
from sluitend.work import limits

_NAME = "huisstijl.docx"  # while it is read
_LONGEST_NAME = 200
# A person waits for it.
LOOKING = limits.Limits(cpu_seconds=20, wall_seconds=30)


def set_house_style(*, actor: User, report: Report, file: Received, name: str) -> HouseStyle:
    """Take over the styles, page, header and footer of a Word document; an earlier one goes.

    Raises NotFound, NotAllowed, InputError: `formats.style_active`, `formats.style_linked`, `formats.style_picture`, or
    a code of ``sluitend.formats.documents.codes``.
    """
    require(actor, report.evaluation_id, Action.SET_HOUSE_STYLE)
    received = _taken(file)
    try:
        path = keeping.keep(received, keeping.HOUSE_STYLES)
    finally:
        received.discard()
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)  # of two leaders at once the second replaces the first
        _forget(report)
        style = HouseStyle.objects.create(
            report=report,
            name=PurePath(name).name[:_LONGEST_NAME],
            path=path,
            wrapped_key=received.wrapped_key,
            sha256=received.sha256,
            size=received.size,
            by=actor,
        )
        record(actor, "reporting.house_style_set", style, evaluation=report.evaluation_id, size=style.size)
    return style


def _taken(file: Received) -> Received:
    """What is kept of an upload, sealed under a key of its own."""
    if not file.path:
        raise keeping.too_big(file, MOST_BYTES)
    with seals.plain_copy(file.path, file.wrapped_key, _NAME) as path:
        content = limits.house_style_limited(path, limits=LOOKING)
    return receive(io.BytesIO(content))


def _forget(report: Report) -> int:
    """Rows now, files as soon as the transaction stands; how many there were."""
    old = list(HouseStyle.objects.filter(report=report))
    for style in old:
        transaction.on_commit(partial(store.remove, style.path))
        style.delete()
    return len(old)


def remove_house_style(*, actor: User, report: Report) -> None:
    """Build in our own style again. Raises NotFound, NotAllowed."""
    require(actor, report.evaluation_id, Action.SET_HOUSE_STYLE)
    with transaction.atomic():
        if _forget(report):
            record(actor, "reporting.house_style_removed", report, evaluation=report.evaluation_id)


def open_house_style(*, actor: User, style: HouseStyle) -> bytes:
    """What is kept of it, as a Word document; recorded. Raises NotFound, NotAllowed, sealed.SealBroken."""
    evaluation = style.report.evaluation_id
    require(actor, evaluation, Action.SET_HOUSE_STYLE)
    record(actor, "reporting.house_style_downloaded", style, evaluation=evaluation)
    return _opened(style)


def content_of(report: Report, sha256: str) -> bytes | None:
    """The house style with this hash, None for no hash. The caller has checked who asks.

    Raises InputError("reporting.house_style_changed") when there is another one by now, sealed.SealBroken.
    """
    if not sha256:
        return None
    style = HouseStyle.objects.filter(report=report, sha256=sha256).first()
    if style is None:
        raise InputError("reporting.house_style_changed")
    try:
        return _opened(style)
    except FileNotFoundError:  # replaced since the row was read
        raise InputError("reporting.house_style_changed") from None


def _opened(style: HouseStyle) -> bytes:
    return keeping.opened(style.path, bytes(style.wrapped_key), style.sha256)


def sweep_house_styles() -> int:
    """Remove sealed files whose maker died before a row spoke of them. Run when the worker starts."""
    known = set(HouseStyle.objects.values_list("path", flat=True))
    orphans = [path for path in store.abandoned(keeping.HOUSE_STYLES) if path not in known]
    for path in orphans:
        store.remove(path)
    return len(orphans)
