"""The codebook: codes in a tree, with the rules for applying them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.actions import tree
from sluitend.apps.coding.actions.consensus_moving import put_below
from sluitend.apps.coding.models import CODE_COLOURS, Code, CodeChangeKind
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


class TemplateCode(Protocol):
    """A code of an evaluation template (``formats.template.Code``)."""

    @property
    def name(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def include(self) -> str: ...
    @property
    def exclude(self) -> str: ...
    @property
    def children(self) -> Iterable[TemplateCode]: ...


def start_codebook(*, actor: User, evaluation: Evaluation, codes: Iterable[TemplateCode]) -> int:
    """Fill the codebook from a template and return the number of codes. A family shares a colour.

    Raises NotFound, NotAllowed.
    """
    require(actor, evaluation, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        made = sum(
            _plant(actor, evaluation, code, None, order, order % CODE_COLOURS + 1) for order, code in enumerate(codes)
        )
        record(actor, "coding.codebook_started", evaluation, evaluation=evaluation.pk, codes=made)
    return made


def add_code(
    *,
    actor: User,
    evaluation: Evaluation,
    name: str,
    parent: Code | None = None,
    colour: int | None = None,
    **texts: str,
) -> Code:
    """Add a code at the end of its parent's, in the parent's colour or the next one. ``texts`` are those of TEXTS.

    Raises NotFound, NotAllowed, InputError("coding.code_name_empty"), ("coding.code_name_too_long"),
    ("coding.code_name_taken"), ("coding.code_archived"), ("coding.code_elsewhere") and ("coding.code_too_deep").
    """
    require(actor, evaluation, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        tree.lock(evaluation.pk)
        code = Code(
            evaluation=evaluation, parent=tree.usable(parent, evaluation.pk), created_by=actor, **tree.texts(texts)
        )
        code.name = tree.free_name(code, name)
        code.colour = colour or (parent.colour if parent else tree.next_colour(evaluation.pk))
        code.order = tree.end(code)
        tree.require_depth(code, parent)
        code.save()
        tree.note(actor, CodeChangeKind.ADDED, code, after=tree.state_of(code))
        record(actor, "coding.code_added", code, evaluation=evaluation.pk)
    return code


def change_code(
    *, actor: User, code: Code, name: str, colour: int | None = None, revision: int | None = None, **texts: str
) -> Code:
    """Change a code's name, colour and rules, over the ``revision`` that was read; None overwrites whatever is there.

    Raises NotFound, NotAllowed, InputError("coding.code_name_empty"), ("coding.code_name_too_long"),
    ("coding.code_name_taken") and ("coding.changed_meanwhile").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        tree.lock(code.evaluation_id)
        code.refresh_from_db()
        if revision is not None and revision != code.revision:
            raise InputError("coding.changed_meanwhile")
        before = tree.state_of(code)
        code.name = tree.free_name(code, name)
        code.colour = colour or code.colour
        for field, text in tree.texts(texts).items():
            setattr(code, field, text)
        code.revision += 1
        code.save(update_fields=["name", "colour", "revision", *texts])
        tree.note(actor, CodeChangeKind.CHANGED, code, before=before, after=tree.state_of(code))
        record(actor, "coding.code_changed", code, evaluation=code.evaluation_id)
    return code


def move_code(*, actor: User, code: Code, parent: Code | None) -> Code:
    """Put a code, with all below it, at the end under another parent, or at the top.

    Raises NotFound, NotAllowed, InputError("coding.code_in_itself"), ("coding.code_name_taken"),
    ("coding.code_archived"), ("coding.code_elsewhere"), ("coding.code_too_deep") and ("coding.decided_of_one").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        tree.lock(code.evaluation_id)
        if parent and parent.pk in tree.family(code):
            raise InputError("coding.code_in_itself", name=code.name)
        tree.require_depth(code, parent)
        before = {"parent": code.parent.name if code.parent else ""}
        put_below(code, tree.usable(parent, code.evaluation_id))
        tree.free_name(code, code.name)
        code.order = tree.end(code)
        code.save(update_fields=["parent", "order"])
        after = {"parent": parent.name if parent else ""}
        tree.note(actor, CodeChangeKind.MOVED, code, before=before, after=after)
        record(actor, "coding.code_moved", code, evaluation=code.evaluation_id, parent=parent.pk if parent else None)
    return code


def shift_code(*, actor: User, code: Code, up: bool) -> bool:
    """Change places with the code above or below it under the same parent; False when there is none.

    Raises NotFound, NotAllowed.
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        tree.lock(code.evaluation_id)
        codes = list(tree.siblings(code))
        if code not in codes:  # archived, or moved, since the page was shown
            return False
        here = codes.index(code)
        there = here + (-1 if up else 1)
        if not 0 <= there < len(codes):
            return False
        codes[here], codes[there] = codes[there], codes[here]
        for order, one in enumerate(codes):
            one.order = order
        Code.objects.bulk_update(codes, ["order"])
        record(actor, "coding.code_shifted", code, evaluation=code.evaluation_id)
    return True


def archive_code(*, actor: User, code: Code) -> int:
    """Take a code and all below it out of use, and return how many. What was coded with them stays.

    Raises NotFound, NotAllowed.
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        tree.lock(code.evaluation_id)
        in_use = Code.objects.filter(pk__in=tree.family(code), archived_at__isnull=True)
        count = in_use.update(archived_at=timezone.now())
        tree.note(actor, CodeChangeKind.ARCHIVED, code)
        record(actor, "coding.code_archived", code, evaluation=code.evaluation_id, codes=count)
    code.refresh_from_db()
    return count


def restore_code(*, actor: User, code: Code) -> Code:
    """Take an archived code into use again; at the top when its parent is archived too.

    Raises NotFound, NotAllowed, InputError("coding.code_name_taken").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        tree.lock(code.evaluation_id)
        if code.parent and code.parent.archived_at:
            put_below(code, None)
        tree.free_name(code, code.name)
        code.archived_at, code.merged_into = None, None
        code.order = tree.end(code)
        code.save(update_fields=["archived_at", "merged_into", "parent", "order"])
        tree.note(actor, CodeChangeKind.RESTORED, code)
        record(actor, "coding.code_restored", code, evaluation=code.evaluation_id)
    return code


def _plant(
    actor: User, evaluation: Evaluation, template: TemplateCode, parent: Code | None, order: int, colour: int
) -> int:
    code = Code.objects.create(
        evaluation=evaluation,
        parent=parent,
        name=tree.one_line(template.name),
        colour=colour,
        order=order,
        created_by=actor,
        **tree.texts({name: getattr(template, name) for name in ("definition", "include", "exclude")}),
    )
    return 1 + sum(_plant(actor, evaluation, child, code, at, colour) for at, child in enumerate(template.children))
