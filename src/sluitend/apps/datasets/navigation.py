"""What this room offers to the shell and to the evidence chain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets import queries
from sluitend.web import registry


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.evidence_kinds.add(
        registry.EvidenceKind("D", _("dataset"), queries.resolve, down_links=queries.down_links, order=40)
    )
