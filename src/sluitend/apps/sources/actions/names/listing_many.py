"""The list as a whole: opening it, adding many names, taking the respondents into it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import queries_names, seals
from sluitend.apps.sources.actions.names.listing import clean_forms, new_entry
from sluitend.apps.sources.models import ListedName, NameKind
from sluitend.apps.sources.names_lines import NewName
from sluitend.apps.sources.queries_names import ListedView
from sluitend.engines.text.names.replacing import key
from sluitend.errors import InputError


def open_list(*, actor: User, evaluation: Evaluation) -> list[ListedView]:
    """The list with its names: the key to who is behind a pseudonym, so every opening is recorded.

    Raises NotFound, NotAllowed.
    """
    rows = queries_names.list_for(actor, evaluation)
    record(actor, "sources.names_list_opened", evaluation, evaluation=evaluation.pk, count=len(rows))
    return rows


def open_name(*, actor: User, entry: ListedName) -> list[str]:
    """The ways in which people say one listed name; recorded as well. Raises NotFound, NotAllowed."""
    require(actor, entry.evaluation_id, Action.RELEASE_SOURCE)
    record(actor, "sources.listed_name_opened", entry, evaluation=entry.evaluation_id)
    return seals.open_forms(entry.evaluation, entry.sealed_forms)


def add_names(*, actor: User, evaluation: Evaluation, names: Sequence[NewName]) -> int:
    """Put all of these on the list, or none; a name that stands there already is passed over. How many were added.

    Raises NotFound, NotAllowed, InputError("sources.names_line_refused").
    """
    require(actor, evaluation, Action.RELEASE_SOURCE)
    with transaction.atomic():
        locked = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        known = _known(locked)
        added = 0
        for name in names:
            forms = clean_forms(name.forms)
            words = {(name.kind, key(form)) for form in forms}
            if not words & known:
                _add(actor, locked, name, forms)
                known |= words
                added += 1
        record(actor, "sources.names_listed", evaluation, evaluation=evaluation.pk, count=added)
    return added


def _known(evaluation: Evaluation) -> set[tuple[str, tuple[str, ...]]]:
    rows = ListedName.objects.filter(evaluation=evaluation)
    return {(row.kind, key(form)) for row in rows for form in seals.open_forms(evaluation, row.sealed_forms)}


def _add(actor: User, evaluation: Evaluation, name: NewName, forms: Sequence[str]) -> None:
    try:
        new_entry(actor, evaluation, name.kind, forms, pseudonym=name.pseudonym, role=name.role)
    except InputError:  # only a pseudonym that is taken is refused here
        raise InputError("sources.names_line_refused", line=name.line) from None


def list_respondents(*, actor: User, evaluation: Evaluation) -> int:
    """Put every respondent whose name is known on the list. How many were added. Raises NotFound, NotAllowed."""
    require(actor, evaluation, Action.RELEASE_SOURCE)
    return list_known_respondents(actor, evaluation)


def list_known_respondents(actor: User, evaluation: Evaluation) -> int:
    """The same for a caller who asked permission; the name itself stays with the respondent."""
    with transaction.atomic():
        Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        unlisted = list(queries_names.unlisted_respondents(evaluation))
        for respondent in unlisted:
            role = respondent.function.strip().casefold()
            entry = new_entry(actor, evaluation, NameKind.PERSON, [], role=role, respondent=respondent)
            record(actor, "sources.name_listed", entry, evaluation=evaluation.pk, kind=entry.kind)
    return len(unlisted)
