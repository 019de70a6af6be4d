"""What a walk arranges before a conversation may be released: the start gate, and a ground for every source."""

from __future__ import annotations

import django

if __name__ == "__main__":
    django.setup()
    from sluitend.apps.design.models import Evaluation
    from sluitend.apps.sources.models import Source
    from tests.clearing import give_ground, open_gate

    for evaluation in Evaluation.objects.all():
        open_gate(evaluation)
    for source in Source.objects.filter(ground__isnull=True):
        give_ground(source)
