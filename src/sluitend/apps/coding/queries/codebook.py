"""The codebook as a tree, with what was coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from sluitend.apps.coding.models import Code, Coding
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound

BETWEEN = " › "


@dataclass(slots=True)
class CodeNode:
    """A code in the tree. ``codings`` and ``sources`` count this code alone, not those below it."""

    code: Code
    depth: int
    path: str
    codings: int = 0
    sources: int = 0
    children: list[CodeNode] = field(default_factory=list)


def codebook_for(user: User, evaluation: Evaluation, *, keep: Iterable[int] = ()) -> list[CodeNode]:
    """The codes in use as a tree, in their order; ``keep`` are ids of archived codes that must be in it too.

    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_CODING)
    kept = set(keep)
    codes = [code for code in Code.objects.filter(evaluation=evaluation) if not code.archived_at or code.pk in kept]
    return _tree(codes, _counts(evaluation))


def flat(nodes: Iterable[CodeNode]) -> Iterator[CodeNode]:
    """The nodes from top to bottom, each before those below it."""
    for node in nodes:
        yield node
        yield from flat(node.children)


def archived_codes_for(user: User, evaluation: Evaluation) -> QuerySet[Code]:
    """What was taken out of use, the last first. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    codes = Code.objects.filter(evaluation=evaluation, archived_at__isnull=False)
    return codes.select_related("parent").order_by("-archived_at", "order")


def code_for(user: User, evaluation: Evaluation, code_id: int) -> Code:
    """One code, archived or not. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    code = Code.objects.select_related("parent", "evaluation").filter(evaluation=evaluation, pk=code_id).first()
    if code is None:
        raise NotFound("code")
    return code


def _counts(evaluation: Evaluation) -> dict[int, tuple[int, int]]:
    counted = Coding.objects.filter(fragment__evaluation=evaluation).order_by().values("code_id")
    rows = counted.annotate(codings=Count("pk"), sources=Count("fragment__version__source_id", distinct=True))
    return {row["code_id"]: (row["codings"], row["sources"]) for row in rows}


def _tree(codes: list[Code], counts: dict[int, tuple[int, int]]) -> list[CodeNode]:
    """A code whose parent is not among them stands at the top."""
    present = {code.pk for code in codes}
    below: dict[int | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent_id if code.parent_id in present else None, []).append(code)

    def nodes(parent: int | None, depth: int, above: str) -> list[CodeNode]:
        return [
            CodeNode(code, depth, path, *counts.get(code.pk, (0, 0)), nodes(code.pk, depth + 1, path + BETWEEN))
            for code in below.get(parent, [])
            for path in [above + code.name]
        ]

    return nodes(None, 0, "")
