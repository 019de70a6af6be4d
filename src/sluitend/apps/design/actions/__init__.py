"""Everything that writes in this room."""

from sluitend.apps.design.actions.agreements import Agreed, add_agreements, change_agreement, delete_agreement
from sluitend.apps.design.actions.audit import note_audit_export
from sluitend.apps.design.actions.bodies import add_body, change_body, delete_body, seat, unseat
from sluitend.apps.design.actions.evaluated_object import add_object_version, describe_object_version, rename_object
from sluitend.apps.design.actions.framework import (
    add_criterion,
    change_criterion,
    drop_criterion,
    restore_criterion,
)
from sluitend.apps.design.actions.general import change_evaluation, organisation_named, set_status
from sluitend.apps.design.actions.locking import lock_framework
from sluitend.apps.design.actions.logbook import add_entry, change_entry
from sluitend.apps.design.actions.matrix import Plan, fingerprint, set_cell
from sluitend.apps.design.actions.meetings import (
    add_body_action,
    add_decision,
    add_meeting,
    carry_to_logbook,
    change_body_action,
    change_meeting,
    delete_decision,
    delete_meeting,
)
from sluitend.apps.design.actions.members import (
    add_member,
    change_role,
    invite_member,
    join_by_invitation,
    remove_member,
    withdraw_invitation,
)
from sluitend.apps.design.actions.order import Step, move
from sluitend.apps.design.actions.own_templates import delete_template, key_for, save_template, upload_template
from sluitend.apps.design.actions.perspectives import (
    add_perspective,
    add_topic,
    change_perspective,
    change_topic,
    delete_perspective,
    delete_topic,
)
from sluitend.apps.design.actions.places import (
    add_places,
    change_place,
    delete_place,
    take_region,
)
from sluitend.apps.design.actions.planning import (
    add_method,
    add_phase,
    change_method,
    change_phase,
    delete_method,
    delete_phase,
    plan_phases,
)
from sluitend.apps.design.actions.questions import (
    add_question,
    drop_question,
    explain_question,
    restore_question,
    reword_question,
)
from sluitend.apps.design.actions.start import create_evaluation

__all__ = [
    "Agreed",
    "Plan",
    "Step",
    "add_agreements",
    "add_body",
    "add_body_action",
    "add_criterion",
    "add_decision",
    "add_entry",
    "add_meeting",
    "add_member",
    "add_method",
    "add_object_version",
    "add_perspective",
    "add_phase",
    "add_places",
    "add_question",
    "add_topic",
    "carry_to_logbook",
    "change_agreement",
    "change_body",
    "change_body_action",
    "change_criterion",
    "change_entry",
    "change_evaluation",
    "change_meeting",
    "change_method",
    "change_perspective",
    "change_phase",
    "change_place",
    "change_role",
    "change_topic",
    "create_evaluation",
    "delete_agreement",
    "delete_body",
    "delete_decision",
    "delete_meeting",
    "delete_method",
    "delete_perspective",
    "delete_phase",
    "delete_place",
    "delete_template",
    "delete_topic",
    "describe_object_version",
    "drop_criterion",
    "drop_question",
    "explain_question",
    "fingerprint",
    "invite_member",
    "join_by_invitation",
    "key_for",
    "lock_framework",
    "move",
    "note_audit_export",
    "organisation_named",
    "plan_phases",
    "remove_member",
    "rename_object",
    "restore_criterion",
    "restore_question",
    "reword_question",
    "save_template",
    "seat",
    "set_cell",
    "set_status",
    "take_region",
    "unseat",
    "upload_template",
    "withdraw_invitation",
]
