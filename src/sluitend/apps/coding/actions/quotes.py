"""A person decides which passages may be read outside the team."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.coding.actions import changes, telling
from sluitend.apps.coding.models import Fragment, QuoteRelease
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.coding.queries.quotes import refused_quotes
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Quoting, quoting_of
from sluitend.errors import InputError


def release_quote(*, actor: User, fragment: Fragment) -> QuoteRelease:
    """Let the words of a fragment be shown outside the team.

    Raises NotFound, NotAllowed, InputError("coding.quote_public") when the document is public already and
    ("coding.quote_never") when the kind of source, or its lacking approval, forbids it, ("coding.quote_withdrawn") and
    ("coding.quote_refused") when who says it withdrew, or did not agree to being quoted, ("coding.blind_text").
    """
    require(actor, fragment.evaluation_id, Action.RELEASE_QUOTE)
    source = fragment.version.source
    refuse_while_blind([source.pk])
    if source.is_public:
        raise InputError("coding.quote_public")
    if quoting_of(source.kind, source.approval) is Quoting.NEVER:
        raise InputError("coding.quote_never")
    if fragment.withdrawn_at is not None:
        raise InputError("coding.quote_withdrawn")
    if refused_quotes([fragment]):
        raise InputError("coding.quote_refused")
    with transaction.atomic():
        changes.lock(source.pk)
        release, is_new = QuoteRelease.objects.get_or_create(fragment=fragment, defaults={"released_by": actor})
        if is_new:
            telling.tell_fragment(fragment)
            record(actor, "coding.quote_released", fragment, evaluation=fragment.evaluation_id)
    return release


def withdraw_quote(*, actor: User, fragment: Fragment) -> bool:
    """Keep the words within the team again; True when the fragment went with it, since nothing rested on it.

    Raises NotFound, NotAllowed, InputError("coding.blind_text").
    """
    require(actor, fragment.evaluation_id, Action.RELEASE_QUOTE)
    refuse_while_blind([fragment.version.source_id])
    with transaction.atomic():
        changes.lock(fragment.version.source_id)
        count, _ = QuoteRelease.objects.filter(fragment=fragment).delete()
        if not count:
            return False
        telling.tell_fragment(fragment)
        record(actor, "coding.quote_withdrawn", fragment, evaluation=fragment.evaluation_id)
        return changes.drop_if_empty(fragment)
