"""Everything that is read from this room."""

from sluitend.apps.design.queries.agreements import agreement_for, agreements_for
from sluitend.apps.design.queries.as_template import Made, as_template
from sluitend.apps.design.queries.bodies import (
    STATES,
    ActionLine,
    action_line,
    bodies_for,
    body_action_for,
    body_actions_for,
    body_for,
    body_member_for,
    decision_for,
    meeting_for,
)
from sluitend.apps.design.queries.evaluated_object import object_for, object_version_for, object_versions_for
from sluitend.apps.design.queries.evaluations import (
    Overview,
    evaluation_for,
    evaluations_for,
    last_activity,
    overviews_for,
)
from sluitend.apps.design.queries.framework import CriterionLine, criteria_for, criterion_for
from sluitend.apps.design.queries.locking import (
    FrameworkState,
    amendments_for,
    framework_state_for,
    lock_is_overdue,
)
from sluitend.apps.design.queries.logbook import KINDS, LogbookLine, entry_for, logbook_for, numbered_entry_for
from sluitend.apps.design.queries.matrix import Grid, GridRow, PlannedCell, cells_of, grid_for, matrix_for
from sluitend.apps.design.queries.members import invitation_for, invitations_for, member_for, members_for
from sluitend.apps.design.queries.own_templates import own_template_for, own_templates_for
from sluitend.apps.design.queries.questions import (
    QuestionLine,
    answered,
    question_for,
    question_history,
    questions_for,
)
from sluitend.apps.design.queries.regions import takeable_regions
from sluitend.apps.design.queries.setup import Part, parts_for
from sluitend.apps.design.queries.walk import NextStep, StepLine, next_steps, steps_for
from sluitend.apps.design.queries.who import (
    method_for,
    methods_for,
    perspective_for,
    perspectives_for,
    phase_for,
    phases_for,
    place_for,
    places_for,
    topic_counts,
    topic_for,
)

__all__ = [
    "KINDS",
    "STATES",
    "ActionLine",
    "CriterionLine",
    "FrameworkState",
    "Grid",
    "GridRow",
    "LogbookLine",
    "Made",
    "NextStep",
    "Overview",
    "Part",
    "PlannedCell",
    "QuestionLine",
    "StepLine",
    "action_line",
    "agreement_for",
    "agreements_for",
    "amendments_for",
    "answered",
    "as_template",
    "bodies_for",
    "body_action_for",
    "body_actions_for",
    "body_for",
    "body_member_for",
    "cells_of",
    "criteria_for",
    "criterion_for",
    "decision_for",
    "entry_for",
    "evaluation_for",
    "evaluations_for",
    "framework_state_for",
    "grid_for",
    "invitation_for",
    "invitations_for",
    "last_activity",
    "lock_is_overdue",
    "logbook_for",
    "matrix_for",
    "meeting_for",
    "member_for",
    "members_for",
    "method_for",
    "methods_for",
    "next_steps",
    "numbered_entry_for",
    "object_for",
    "object_version_for",
    "object_versions_for",
    "overviews_for",
    "own_template_for",
    "own_templates_for",
    "parts_for",
    "perspective_for",
    "perspectives_for",
    "phase_for",
    "phases_for",
    "place_for",
    "places_for",
    "question_for",
    "question_history",
    "questions_for",
    "steps_for",
    "takeable_regions",
    "topic_counts",
    "topic_for",
]
