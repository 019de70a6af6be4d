"""The codebook as a tree, with what was coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from django.db.models import Count, Q, QuerySet

from sluitend.apps.coding.models import Code, CodeChange, Coding
from sluitend.apps.coding.queries.blindness import seen_codings
from sluitend.apps.design.access import check, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.engines.retrieval.expression import plain
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


def codebook_for(
    user: User, evaluation: Evaluation, *, keep: Iterable[int] = (), with_sources: bool = False
) -> list[CodeNode]:
    """The codes in use as a tree, in their order; ``keep`` are ids of archived codes that must be in it too.

    Sources are counted only ``with_sources``: that takes as long as all the rest.

    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_CODING)
    kept = set(keep)
    codes = [code for code in Code.objects.filter(evaluation=evaluation) if not code.archived_at or code.pk in kept]
    return _tree(codes, _codings(user, evaluation), _sources(user, evaluation) if with_sources else {})


def flat(nodes: Iterable[CodeNode]) -> Iterator[CodeNode]:
    """The nodes from top to bottom, each before those below it."""
    for node in nodes:
        yield node
        yield from flat(node.children)


def archived_codes_for(user: User, evaluation: Evaluation) -> QuerySet[Code]:
    """What was taken out of use, the last first. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    codes = Code.objects.filter(evaluation=evaluation, archived_at__isnull=False)
    return codes.select_related("parent", "merged_into").order_by("-archived_at", "order")


def code_for(user: User, evaluation: Evaluation, code_id: int) -> Code:
    """One code, archived or not. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_CODING)
    code = Code.objects.select_related("parent").filter(evaluation=evaluation, pk=code_id).first()
    if code is None:
        raise NotFound("code")
    code.evaluation = evaluation  # which knows the reader's role already
    return code


def history_of_code_for(user: User, code: Code) -> QuerySet[CodeChange]:
    """What happened to a code, also as the other one of a merge or a split; the last first.

    Raises NotFound, NotAllowed.
    """
    require(user, code.evaluation_id, Action.VIEW_CODING)
    changes = CodeChange.objects.filter(Q(code=code) | Q(other=code))
    return changes.select_related("actor", "code", "other").defer("moved")


def code_change_for(user: User, code: Code, change_id: int) -> CodeChange:
    """One change of this code. Raises NotFound, NotAllowed."""
    require(user, code.evaluation_id, Action.VIEW_CODING)
    change = CodeChange.objects.filter(code=code, pk=change_id).select_related("code", "other").first()
    if change is None:
        raise NotFound("code change")
    return change


def _codings(user: User, evaluation: Evaluation) -> dict[int, int]:
    counted = seen_codings(user, Coding.objects.filter(code__evaluation=evaluation)).order_by()
    return dict(counted.values_list("code_id").annotate(Count("pk")))


def _sources(user: User, evaluation: Evaluation) -> dict[int, int]:
    counted = seen_codings(user, Coding.objects.filter(code__evaluation=evaluation)).order_by()
    return dict(counted.values_list("code_id").annotate(n=Count("fragment__version__source_id", distinct=True)))


def _tree(codes: list[Code], codings: dict[int, int], sources: dict[int, int]) -> list[CodeNode]:
    """A code whose parent is not among them stands at the top."""
    present = {code.pk for code in codes}
    below: dict[int | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent_id if code.parent_id in present else None, []).append(code)

    paths = paths_of({code.pk: (code.parent_id, code.name) for code in codes})

    def nodes(parent: int | None, depth: int) -> list[CodeNode]:
        return [
            CodeNode(
                code,
                depth,
                paths[code.pk],
                codings.get(code.pk, 0),
                sources.get(code.pk, 0),
                nodes(code.pk, depth + 1),
            )
            for code in below.get(parent, [])
        ]

    return nodes(None, 0)


def paths_of(codes: Mapping[int, tuple[int | None, str]]) -> dict[int, str]:
    """By the id of a code its path, from its parent and its name; above a parent that is not among them is nothing.

    Questions name codes by their paths, so that no two are read alike. A code “A › B” and a code “B” under “A” would
    be: the one with fewer codes above it gets a number behind it. It follows from names alone, so that it is the same
    in another installation.
    """

    def names(pk: int) -> tuple[str, ...]:
        parent, name = codes[pk]
        return (*(names(parent) if parent is not None and parent in codes else ()), name)

    lineages = {pk: names(pk) for pk in codes}
    taken = {plain(BETWEEN.join(one)) for one in lineages.values()}
    given: set[str] = set()
    found: dict[int, str] = {}
    for pk, lineage in sorted(lineages.items(), key=lambda pair: (-len(pair[1]), pair[1])):
        path = found[pk] = BETWEEN.join(lineage)
        if plain(path) in given:
            numbered = (f"{path} ({number})" for number in count(2))
            found[pk] = next(one for one in numbered if plain(one) not in taken)
        given.add(plain(path))
        taken.add(plain(found[pk]))
    return found
