"""Memos that came in before, as a newer file has them."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.apps.coding.actions import taking_over
from sluitend.apps.coding.models import Memo
from sluitend.apps.coding.queries.blindness import blind_sources
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.actions.exchange.mending import Prints
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.formats.qdpx.losses import Loss, loss

Told = Mapping[str, tuple[str, str]]  # by GUID: the text, and the name of what it is beside


def mend_memos(actor: User, evaluation: Evaluation, told: Told, losses: list[Loss], done: list[Loss]) -> None:
    """Those of which the text is here, and that nobody wrote anew. What is beside a text that is coded blind stays as
    it is: whether somebody wrote there is for nobody to know."""
    ids = {guid: pk for guid, pk in guids.known(evaluation, ExchangeKind.NOTE).items() if guid in told}
    rows = Memo.objects.filter(evaluation=evaluation).exclude(fragment__withdrawn_at__isnull=False)
    rows = rows.exclude(fragment__version__source__in=blind_sources()).exclude(source__in=blind_sources())
    memos = {one.pk: one for one in rows.filter(pk__in=ids.values()).select_for_update(of=("self",))}
    prints = Prints(evaluation, ExchangeKind.NOTE, losses)
    changed: list[tuple[Memo, str]] = []
    for guid, memo in ((guid, memos[pk]) for guid, pk in ids.items() if pk in memos):
        text, name = told[guid]
        if prints.differing(guid, {"text": text}, {"text": memo.text}, "kept_memo", name):
            changed.append((memo, text))
            done.append(loss("mended_memo", name=name))
            prints.note(guid, {"text": text}, {"text": text})
        else:
            prints.note(guid, {"text": text}, {"text": memo.text}, ())
    taking_over.renew_memos(actor=actor, evaluation=evaluation, memos=changed)
    prints.save()


def note_new(evaluation: Evaluation, texts: Mapping[str, str]) -> None:
    """Memos that were just put in place: they stand as the file has them."""
    prints = Prints(evaluation, ExchangeKind.NOTE, [])
    for guid, text in texts.items():
        prints.note(guid, {"text": text}, {"text": text})
    prints.save()
