"""The codebook: codes in a tree, with the rules for applying them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from sluitend.apps.coding.actions import telling
from sluitend.apps.coding.models import CODE_COLOURS, Code
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

NAME_LENGTH = 120
TEXTS = ("definition", "include", "exclude", "example")


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
    ("coding.code_name_taken"), ("coding.code_archived") and ("coding.code_elsewhere").
    """
    require(actor, evaluation, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _lock(evaluation.pk)
        code = Code(evaluation=evaluation, parent=_usable(parent, evaluation.pk), created_by=actor, **_texts(texts))
        code.name = _free_name(code, name)
        code.colour = colour or (parent.colour if parent else _next_colour(evaluation.pk))
        code.order = _end(code)
        code.save()
        record(actor, "coding.code_added", code, evaluation=evaluation.pk)
    return code


def change_code(*, actor: User, code: Code, name: str, colour: int | None = None, **texts: str) -> Code:
    """Change a code's name, colour and rules.

    Raises NotFound, NotAllowed, InputError("coding.code_name_empty"), ("coding.code_name_too_long") and
    ("coding.code_name_taken").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _lock(code.evaluation_id)
        code.name = _free_name(code, name)
        code.colour = colour or code.colour
        for field, text in _texts(texts).items():
            setattr(code, field, text)
        code.save(update_fields=["name", "colour", *texts])
        record(actor, "coding.code_changed", code, evaluation=code.evaluation_id)
    return code


def move_code(*, actor: User, code: Code, parent: Code | None) -> Code:
    """Put a code, with all below it, at the end under another parent, or at the top.

    Raises NotFound, NotAllowed, InputError("coding.code_in_itself"), ("coding.code_name_taken"),
    ("coding.code_archived") and ("coding.code_elsewhere").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _lock(code.evaluation_id)
        if parent and parent.pk in _family(code):
            raise InputError("coding.code_in_itself", name=code.name)
        code.parent = _usable(parent, code.evaluation_id)
        _free_name(code, code.name)
        code.order = _end(code)
        code.save(update_fields=["parent", "order"])
        record(actor, "coding.code_moved", code, evaluation=code.evaluation_id, parent=parent.pk if parent else None)
    return code


def shift_code(*, actor: User, code: Code, up: bool) -> bool:
    """Change places with the code above or below it under the same parent; False when there is none.

    Raises NotFound, NotAllowed.
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _lock(code.evaluation_id)
        codes = list(_siblings(code))
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
        _lock(code.evaluation_id)
        in_use = Code.objects.filter(pk__in=_family(code), archived_at__isnull=True)
        count = in_use.update(archived_at=timezone.now())
        record(actor, "coding.code_archived", code, evaluation=code.evaluation_id, codes=count)
    code.refresh_from_db()
    return count


def restore_code(*, actor: User, code: Code) -> Code:
    """Take an archived code into use again; at the top when its parent is archived too.

    Raises NotFound, NotAllowed, InputError("coding.code_name_taken").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _lock(code.evaluation_id)
        if code.parent and code.parent.archived_at:
            code.parent = None
        _free_name(code, code.name)
        code.archived_at = None
        code.order = _end(code)
        code.save(update_fields=["archived_at", "parent", "order"])
        record(actor, "coding.code_restored", code, evaluation=code.evaluation_id)
    return code


def _plant(
    actor: User, evaluation: Evaluation, template: TemplateCode, parent: Code | None, order: int, colour: int
) -> int:
    code = Code.objects.create(
        evaluation=evaluation,
        parent=parent,
        name=template.name,
        definition=template.definition,
        include=template.include,
        exclude=template.exclude,
        colour=colour,
        order=order,
        created_by=actor,
    )
    return 1 + sum(_plant(actor, evaluation, child, code, at, colour) for at, child in enumerate(template.children))


def _lock(evaluation_id: int) -> None:
    """One change of the codebook at a time: a tree is easily tied into a ring by two. Open workbenches hear of it."""
    Evaluation.objects.select_for_update().filter(pk=evaluation_id).values_list("pk").get()
    telling.tell_codebook(evaluation_id)


def _texts(texts: dict[str, str]) -> dict[str, str]:
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"no texts of a code: {sorted(unknown)}")
    return {field: text.strip() for field, text in texts.items()}


def _siblings(code: Code) -> QuerySet[Code]:
    return Code.objects.filter(evaluation=code.evaluation_id, parent=code.parent_id, archived_at__isnull=True)


def _end(code: Code) -> int:
    last = _siblings(code).exclude(pk=code.pk).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _next_colour(evaluation_id: int) -> int:
    return Code.objects.filter(evaluation=evaluation_id, parent=None).count() % CODE_COLOURS + 1


def _usable(parent: Code | None, evaluation_id: int) -> Code | None:
    if parent and parent.evaluation_id != evaluation_id:
        raise InputError("coding.code_elsewhere")
    if parent and parent.archived_at:
        raise InputError("coding.code_archived", name=parent.name)
    return parent


def _free_name(code: Code, name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InputError("coding.code_name_empty")
    if len(name) > NAME_LENGTH:
        raise InputError("coding.code_name_too_long", most=NAME_LENGTH)
    if _siblings(code).exclude(pk=code.pk).filter(name__iexact=name).exists():
        raise InputError("coding.code_name_taken", name=name)
    return name


def _family(code: Code) -> set[int]:
    """The ids of a code and of all below it."""
    pairs = Code.objects.filter(evaluation=code.evaluation_id).values_list("pk", "parent_id")
    below: dict[int | None, list[int]] = {}
    for pk, parent_id in pairs:
        below.setdefault(parent_id, []).append(pk)
    family, queue = set[int](), [code.pk]
    while queue:
        family.add(one := queue.pop())
        queue += below.get(one, [])
    return family
