"""The codebook's tree: what every change of it looks at, and the line that it leaves in a code's history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max, QuerySet

from sluitend.apps.coding.actions import telling
from sluitend.apps.coding.models import CODE_COLOURS, Code, CodeChange, CodeChangeKind
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.formats.documents import clean

NAME_LENGTH = 120
DEPTH = 6  # levels: what lies deeper cannot be read beside a text any more
TEXTS = ("definition", "include", "exclude", "example")
KEPT = ("name", "colour", *TEXTS)  # of a code, in its history


def note(actor: User, kind: CodeChangeKind, code: Code, *, other: Code | None = None, **data: Any) -> CodeChange:
    """A line of the code's history. ``data`` are before, after and moved."""
    return CodeChange.objects.create(actor=actor, kind=kind, code=code, other=other, **data)


def state_of(code: Code) -> dict[str, Any]:
    """What a code's history keeps of it."""
    return {field: getattr(code, field) for field in KEPT}


def require_depth(code: Code, parent: Code | None) -> None:
    """Raises InputError("coding.code_too_deep") when the code, with all below it, does not fit under its new parent."""
    parents = dict(Code.objects.filter(evaluation=code.evaluation_id).values_list("pk", "parent_id"))
    above = depth_in(parents, parent.pk if parent else None)
    levels = [depth_in(parents, pk) for pk in family(code)] if code.pk else []
    own = max(levels) - depth_in(parents, code.pk) + 1 if levels else 1
    if above + own > DEPTH:
        raise InputError("coding.code_too_deep", most=DEPTH)


def depth_in(parents: Mapping[int, int | None], pk: int | None) -> int:
    """How many codes there are from the top down to this one, itself included."""
    depth = 0
    while pk is not None:
        depth, pk = depth + 1, parents[pk]
    return depth


def lock(evaluation_id: int) -> None:
    """One change of the codebook at a time: a tree is easily tied into a ring by two. Open workbenches hear of it."""
    Evaluation.objects.select_for_update().filter(pk=evaluation_id).values_list("pk").get()
    telling.tell_codebook(evaluation_id)


def texts(texts: dict[str, str]) -> dict[str, str]:
    """Those of TEXTS, trimmed and in the one form in which texts are kept."""
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"no texts of a code: {sorted(unknown)}")
    return {field: clean.characters(text).strip() for field, text in texts.items()}


def siblings(code: Code) -> QuerySet[Code]:
    """The codes in use under the same parent."""
    return Code.objects.filter(evaluation=code.evaluation_id, parent=code.parent_id, archived_at__isnull=True)


def end(code: Code) -> int:
    """The place after the last of them."""
    last = siblings(code).exclude(pk=code.pk).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def next_colour(evaluation_id: int) -> int:
    """The colour of the next code at the top."""
    return Code.objects.filter(evaluation=evaluation_id, parent=None).count() % CODE_COLOURS + 1


def usable(parent: Code | None, evaluation_id: int) -> Code | None:
    """A code under which another may stand. Raises InputError("coding.code_elsewhere") and ("coding.code_archived")."""
    if parent and parent.evaluation_id != evaluation_id:
        raise InputError("coding.code_elsewhere")
    if parent and parent.archived_at:
        raise InputError("coding.code_archived", name=parent.name)
    return parent


def free_name(code: Code, name: str) -> str:
    """The name, trimmed. Raises InputError("coding.code_name_empty"), ("…_too_long") and ("…_taken")."""
    name = one_line(name)
    if not name:
        raise InputError("coding.code_name_empty")
    if len(name) > NAME_LENGTH:
        raise InputError("coding.code_name_too_long", most=NAME_LENGTH)
    if siblings(code).exclude(pk=code.pk).filter(name__iexact=name).exists():
        raise InputError("coding.code_name_taken", name=name)
    return name


def one_line(name: str) -> str:
    """A name in the one form in which texts are kept, with single spaces."""
    return " ".join(clean.characters(name).split())


def lineage(code: Code | None) -> set[int]:
    """The ids of a code and of all above it."""
    found = set[int]()
    while code is not None:
        found.add(code.pk)
        code = code.parent
    return found


def family(code: Code) -> set[int]:
    """The ids of a code and of all below it."""
    pairs = Code.objects.filter(evaluation=code.evaluation_id).values_list("pk", "parent_id")
    below: dict[int | None, list[int]] = {}
    for pk, parent_id in pairs:
        below.setdefault(parent_id, []).append(pk)
    found, queue = set[int](), [code.pk]
    while queue:
        found.add(one := queue.pop())
        queue += below.get(one, [])
    return found
