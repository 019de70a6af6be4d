"""Everything that writes in this room."""

from sluitend.apps.findings.actions.conclusions import change_conclusion, delete_conclusion, write_conclusion
from sluitend.apps.findings.actions.evidence import (
    change_evidence,
    link_evidence,
    link_fragments,
    unlink_evidence,
)
from sluitend.apps.findings.actions.findings import add_finding, change_finding, delete_finding
from sluitend.apps.findings.actions.recommendations import (
    add_recommendation,
    change_recommendation,
    delete_recommendation,
)

__all__ = [
    "add_finding",
    "add_recommendation",
    "change_conclusion",
    "change_evidence",
    "change_finding",
    "change_recommendation",
    "delete_conclusion",
    "delete_finding",
    "delete_recommendation",
    "link_evidence",
    "link_fragments",
    "unlink_evidence",
    "write_conclusion",
]
