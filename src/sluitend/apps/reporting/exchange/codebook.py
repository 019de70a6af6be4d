"""The codebook on its way out: as the standard has it, and its rules apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.models import ExchangeGroup, ExchangeKind
from sluitend.formats.qdpx import model, sidecar
from sluitend.formats.qdpx.colours import COLOURS

_RULES: Final = (("include", "Gebruik bij: "), ("exclude", "Niet bij: "), ("example", "Voorbeeld: "))


def exported(evaluation: Evaluation, used: Collection[int]) -> list[Code]:
    """Those in use, those that something was coded with, and what these stand under."""
    return _parted(evaluation, used)[0]


def left(evaluation: Evaluation, used: Collection[int]) -> list[Code]:
    """The others."""
    return _parted(evaluation, used)[1]


def _parted(evaluation: Evaluation, used: Collection[int]) -> tuple[list[Code], list[Code]]:
    rows = {one.pk: one for one in Code.objects.filter(evaluation=evaluation)}
    kept: set[int] = set()
    for one in rows.values():
        above: Code | None = one if one.archived_at is None or one.pk in used else None
        while above is not None and above.pk not in kept:
            kept.add(above.pk)
            above = rows.get(above.parent_id or 0)
    return [one for pk, one in rows.items() if pk in kept], [one for pk, one in rows.items() if pk not in kept]


def written(
    codes: Sequence[Code], guid: Mapping[int, str], notes: Mapping[int, Sequence[str]]
) -> tuple[model.CodeBook, ...]:
    """As a tree; none where there are no codes, since the schema wants one at least."""
    below: dict[int | None, list[Code]] = defaultdict(list)
    for one in codes:
        below[one.parent_id].append(one)

    def tree(parent: int | None) -> tuple[model.Code, ...]:
        return tuple(
            model.Code(
                guid=guid[one.pk],
                name=one.name,
                is_codable=True,
                color=COLOURS[one.colour - 1],
                description=described(one) or None,
                notes=tuple(sorted(notes.get(one.pk, ()))),
                codes=tree(one.pk),
            )
            for one in below[parent]
        )

    return (model.CodeBook(codes=tree(None)),) if codes else ()


def described(code: Code) -> str:
    """Definition and rules in one text, which is what other tools have."""
    rules = [f"{words}{getattr(code, name)}" for name, words in _RULES if getattr(code, name)]
    return "\n\n".join(filter(None, [code.definition, *rules]))


def more(codes: Sequence[Code], guid: Mapping[int, str]) -> tuple[sidecar.CodeMore, ...]:
    """The rules apart, in an order that is the same wherever the codes came in."""
    return tuple(
        sidecar.CodeMore(
            guid=guid[one.pk],
            definition=one.definition,
            include=one.include,
            exclude=one.exclude,
            example=one.example,
            colour=one.colour,
            is_archived=one.archived_at is not None,
        )
        for one in sorted(codes, key=lambda one: guid[one.pk])
    )


def book(evaluation: Evaluation) -> model.CodeBook:
    """A codebook of its own (.qdc), without what is out of use."""
    codes = exported(evaluation, ())
    guid = guids.given(evaluation, ExchangeKind.CODE, (one.pk for one in codes))
    found = written(codes, guid, {})
    rows = ExchangeGroup.objects.filter(evaluation=evaluation, codes__in=codes).distinct().prefetch_related("codes")
    known = guids.given(evaluation, ExchangeKind.GROUP, (one.pk for one in rows))
    sets = tuple(
        model.Set(
            guid=known[one.pk],
            name=one.name,
            description=one.description or None,
            codes=tuple(guid[code.pk] for code in one.codes.all() if code.pk in guid),
        )
        for one in rows
    )
    return model.CodeBook(origin="Sluitend", codes=found[0].codes if found else (), sets=sets)
