"""Everything that writes in this room."""

from sluitend.apps.findings.actions.agreements import (
    judge_agreement,
    link_to_agreement,
    say_where_written,
    unlink_from_agreement,
)
from sluitend.apps.findings.actions.conclusions import change_conclusion, delete_conclusion, write_conclusion
from sluitend.apps.findings.actions.confidence import judge_confidence
from sluitend.apps.findings.actions.evidence import (
    change_evidence,
    link_evidence,
    link_fragments,
    take_over_evidence,
    unlink_evidence,
)
from sluitend.apps.findings.actions.findings import add_finding, change_finding, delete_finding
from sluitend.apps.findings.actions.logbook import tie_entry, untie_entry
from sluitend.apps.findings.actions.merging import merge_findings, split_finding, undo_merge
from sluitend.apps.findings.actions.recommendations import (
    add_recommendation,
    change_recommendation,
    delete_recommendation,
)
from sluitend.apps.findings.actions.results import (
    change_result_link,
    remove_result,
    take_newer_result,
    use_result,
)
from sluitend.apps.findings.actions.snapshots import discard_snapshot, freeze_phase

__all__ = [
    "add_finding",
    "add_recommendation",
    "change_conclusion",
    "change_evidence",
    "change_finding",
    "change_recommendation",
    "change_result_link",
    "delete_conclusion",
    "delete_finding",
    "delete_recommendation",
    "discard_snapshot",
    "freeze_phase",
    "judge_agreement",
    "judge_confidence",
    "link_evidence",
    "link_fragments",
    "link_to_agreement",
    "merge_findings",
    "remove_result",
    "say_where_written",
    "split_finding",
    "take_newer_result",
    "take_over_evidence",
    "tie_entry",
    "undo_merge",
    "unlink_evidence",
    "unlink_from_agreement",
    "untie_entry",
    "use_result",
    "write_conclusion",
]
