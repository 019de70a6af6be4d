"""What a walk left in the database, as JSON: python -m tests.walk.stored."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import django


def look() -> dict[str, Any]:
    """Fragments with the words at their offsets, what rests on them, and the audit rows counted by action."""
    from sluitend.apps.coding.models import Fragment
    from sluitend.apps.findings.models import Conclusion, EvidenceLink, Recommendation
    from sluitend.apps.people.models import AuditEvent
    from sluitend.apps.sources.models import SourceVersion

    fragments = Fragment.objects.select_related("version")
    links = EvidenceLink.objects.order_by("finding__number").values_list("finding__number", "fragment__number")
    conclusions = Conclusion.objects.order_by("number").select_related("question").prefetch_related("findings")
    recommendations = Recommendation.objects.prefetch_related("conclusions")
    return {
        "quotes": {f"F{one.number}": one.version.text[one.start : one.end] for one in fragments},
        "lengths": list(SourceVersion.objects.values_list("length", flat=True)),
        "evidence": [(f"B{finding}", f"F{fragment}") for finding, fragment in links],
        "conclusions": {one.question.label: _labels("B", one.findings.all()) for one in conclusions},
        "recommendations": {f"A{one.number}": _labels("C", one.conclusions.all()) for one in recommendations},
        "audit": Counter(AuditEvent.objects.values_list("action", flat=True)),
    }


def _labels(letter: str, numbered: Iterable[Any]) -> list[str]:
    return [f"{letter}{one.number}" for one in numbered]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(look()))
