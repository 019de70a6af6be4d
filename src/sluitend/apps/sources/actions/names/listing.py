"""The evaluation's own list of names. One name keeps one pseudonym, over all sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import pseudonyms, queries_names, seals
from sluitend.apps.sources.models import ListedName, NameKind, ProposalState, RetiredPseudonym, VersionKind
from sluitend.engines.text.names.replacing import key
from sluitend.errors import InputError

MOST_FORMS = 20
LONGEST_FORM = 120


def add_name(
    *, actor: User, evaluation: Evaluation, kind: str, forms: Sequence[str], pseudonym: str = "", role: str = ""
) -> ListedName:
    """Put a name on the list, in the forms in which people say it ("Jannie Bloem", "Jannie").

    Without a pseudonym the next free one of the role is taken; a street or number has none.
    Raises NotFound, NotAllowed, InputError("sources.names_no_form", "sources.names_pseudonym_taken",
    "sources.unknown_value").
    """
    require(actor, evaluation, Action.RELEASE_SOURCE)
    if kind not in NameKind.values:
        raise InputError("sources.unknown_value", name="kind")
    with transaction.atomic():
        locked = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        entry = new_entry(actor, locked, kind, clean_forms(forms), pseudonym=pseudonym, role=role)
        record(actor, "sources.name_listed", entry, evaluation=evaluation.pk, kind=kind)
    return entry


def clean_forms(forms: Sequence[str]) -> list[str]:
    """Without empty and double ones. Raises InputError("sources.names_no_form")."""
    kept = {key(form): " ".join(form.split())[:LONGEST_FORM] for form in forms if form.strip()}
    if not kept:
        raise InputError("sources.names_no_form")
    return list(kept.values())[:MOST_FORMS]


def new_entry(
    actor: User,
    evaluation: Evaluation,
    kind: str,
    forms: Sequence[str],
    *,
    pseudonym: str = "",
    role: str = "",
    respondent: Respondent | None = None,
) -> ListedName:
    """The row, in the transaction of a caller who asked permission and holds the evaluation's row."""
    taken = taken_pseudonyms(evaluation)
    if not pseudonyms.is_named(kind):
        pseudonym = ""
    elif pseudonym.strip():
        pseudonym = checked_pseudonym(pseudonym, taken)
    else:
        pseudonym = pseudonyms.suggestion(kind, role, taken)
    return ListedName.objects.create(
        evaluation=evaluation,
        kind=kind,
        sealed_forms=seals.seal_forms(evaluation, forms),
        pseudonym=pseudonym,
        respondent=respondent,
        created_by=actor,
    )


def taken_pseudonyms(evaluation: Evaluation) -> set[str]:
    """Every pseudonym of the evaluation, and those that were somebody's before."""
    return queries_names.taken_pseudonyms(evaluation)


def checked_pseudonym(pseudonym: str, taken: Collection[str]) -> str:
    """The pseudonym without needless spaces. Raises InputError("sources.names_pseudonym_taken")."""
    plain = " ".join(pseudonym.split())[:80]
    if plain.casefold() in {other.casefold() for other in taken}:
        raise InputError("sources.names_pseudonym_taken", pseudonym=plain)
    return plain


def change_name(
    *,
    actor: User,
    entry: ListedName,
    pseudonym: str | None = None,
    forms: Sequence[str] | None = None,
    revision: int | None = None,
) -> ListedName:
    """Give a listed name another pseudonym or other forms; texts that were made already keep what stands in them.

    With a `revision` only what the person saw is changed. A respondent needs no forms: the sealed identity has one.
    Raises NotFound, NotAllowed, InputError("sources.names_no_form", "sources.names_pseudonym_taken",
    "sources.names_entry_changed", "sources.names_entry_gone").
    """
    require(actor, entry.evaluation_id, Action.RELEASE_SOURCE)
    with transaction.atomic():
        evaluation = Evaluation.objects.select_for_update().get(pk=entry.evaluation_id)
        entry = _present(entry, revision)
        if pseudonym is not None and pseudonym.strip() and pseudonyms.is_named(entry.kind):
            _give(entry, pseudonym)
        if forms is not None:
            entry.sealed_forms = seals.seal_forms(evaluation, _kept_forms(entry, forms))
        entry.revision += 1
        entry.save()
        record(actor, "sources.listed_name_changed", entry, evaluation=evaluation.pk)
    return entry


def _give(entry: ListedName, pseudonym: str) -> None:
    """Another pseudonym (unsaved); the older one stays this person's when a text was made with it."""
    own = {entry.pseudonym, *entry.retired_pseudonyms.values_list("pseudonym", flat=True)}
    before, entry.pseudonym = (
        entry.pseudonym,
        checked_pseudonym(pseudonym, taken_pseudonyms(entry.evaluation) - own),
    )
    accepted = entry.proposals.filter(state=ProposalState.ACCEPTED)
    if (
        before != entry.pseudonym
        and accepted.filter(version__source__versions__kind=VersionKind.PSEUDONYMISED).exists()
    ):
        _retire(entry, before)


def _retire(entry: ListedName, pseudonym: str) -> None:
    if pseudonym:
        RetiredPseudonym.objects.get_or_create(
            evaluation_id=entry.evaluation_id, pseudonym=pseudonym, defaults={"entry": entry}
        )


def _present(entry: ListedName, revision: int | None) -> ListedName:
    row = ListedName.objects.filter(pk=entry.pk).first()
    if row is None:
        raise InputError("sources.names_entry_gone")
    if revision is not None and row.revision != revision:
        raise InputError("sources.names_entry_changed")
    return row


def _kept_forms(entry: ListedName, forms: Sequence[str]) -> list[str]:
    if entry.respondent_id is not None and not any(form.strip() for form in forms):
        return []
    return clean_forms(forms)


def remove_name(*, actor: User, entry: ListedName) -> int:
    """Take a name off the list; where it was accepted it has to be decided again. How many places that are.

    Its pseudonym is never given again in this evaluation.

    Raises NotFound, NotAllowed.
    """
    require(actor, entry.evaluation_id, Action.RELEASE_SOURCE)
    with transaction.atomic():
        accepted = entry.proposals.filter(state=ProposalState.ACCEPTED)
        reopened = accepted.update(state=ProposalState.OPEN, decided_by=None, decided_at=None)
        record(actor, "sources.listed_name_removed", entry, evaluation=entry.evaluation_id, reopened=reopened)
        _retire(entry, entry.pseudonym)
        entry.delete()
    return reopened


def grow(entry: ListedName, words: str) -> bool:
    """Add a form that was met in a text; whether it was new. In the caller's transaction."""
    forms = seals.open_forms(entry.evaluation, entry.sealed_forms)
    known = {key(form) for form in forms}
    if key(words) in known or is_genitive(words, known) or len(forms) >= MOST_FORMS:
        return False
    entry.sealed_forms = seals.seal_forms(entry.evaluation, [*forms, words[:LONGEST_FORM]])
    entry.revision += 1
    entry.save(update_fields=["sealed_forms", "revision"])
    return True


def is_genitive(words: str, known: Collection[tuple[str, ...]]) -> bool:
    """Whether these words are a known form (by ``key``) with a genitive s behind it: "Sannes", "Jannie's"."""
    return words.endswith("s") and key(words) not in known and key(words[:-1].rstrip("'’")) in known


def shrink(entry: ListedName, words: str) -> None:
    """Take away a form that ``grow`` added."""
    forms = [form for form in seals.open_forms(entry.evaluation, entry.sealed_forms) if key(form) != key(words)]
    entry.sealed_forms = seals.seal_forms(entry.evaluation, forms)
    entry.revision += 1
    entry.save(update_fields=["sealed_forms", "revision"])
