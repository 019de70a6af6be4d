"""What the design asks of this room: whether anything was coded, and the codebook as part of a template."""

from __future__ import annotations

from typing import Any

from sluitend.apps.coding.models import Code, CodingRound, RoundState
from sluitend.apps.coding.queries.blindness import settled_codings
from sluitend.apps.design.models import Evaluation

FILL = "in te vullen: "


def something_is_coded(evaluation: Evaluation) -> bool:
    """Whether a passage of this evaluation carries a code, or a round was opened to put them there; two queries."""
    if settled_codings(evaluation).exists():
        return True
    return CodingRound.objects.filter(evaluation=evaluation).exclude(state=RoundState.PLANNED).exists()


def codes_for_template(evaluation: Evaluation) -> dict[str, Any]:
    """The codes with their rules as fields of a template, without examples; one query. Nothing without codes."""
    children: dict[int | None, list[Code]] = {}
    for code in Code.objects.filter(evaluation=evaluation, archived_at__isnull=True):
        children.setdefault(code.parent_id, []).append(code)
    seen: set[str] = set()
    codes = [_code(code, children, seen) for code in children.get(None, [])]
    return {"codes": codes} if codes else {}


def _code(code: Code, children: dict[int | None, list[Code]], seen: set[str]) -> dict[str, Any]:
    """A code with those below it. In a template a name occurs once: a second one gets a number."""
    names = (code.name if number == 1 else f"{code.name[:110]} ({number})" for number in range(1, len(seen) + 2))
    name = next(name for name in names if name not in seen)
    seen.add(name)
    below = [_code(child, children, seen) for child in children.get(code.pk, [])]
    return {
        "name": name,
        "definition": code.definition.strip() or f"{FILL}wat deze code betekent.",
        "include": code.include.strip() or f"{FILL}wanneer u deze code gebruikt.",
        "exclude": code.exclude.strip() or f"{FILL}wanneer u deze code niet gebruikt.",
    } | ({"children": below} if below else {})
