"""Everything that is read from this room."""

from sluitend.apps.design.queries.evaluated_object import object_for, object_version_for, object_versions_for
from sluitend.apps.design.queries.evaluations import (
    Overview,
    evaluation_for,
    evaluations_for,
    last_activity,
    overviews_for,
)
from sluitend.apps.design.queries.framework import CriterionLine, criteria_for, criterion_for
from sluitend.apps.design.queries.logbook import KINDS, LogbookLine, entry_for, logbook_for
from sluitend.apps.design.queries.matrix import Grid, PlannedCell, cells_of, grid_for, matrix_for
from sluitend.apps.design.queries.members import invitation_for, invitations_for, member_for, members_for
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
    "CriterionLine",
    "Grid",
    "LogbookLine",
    "NextStep",
    "Overview",
    "Part",
    "PlannedCell",
    "QuestionLine",
    "StepLine",
    "answered",
    "cells_of",
    "criteria_for",
    "criterion_for",
    "entry_for",
    "evaluation_for",
    "evaluations_for",
    "grid_for",
    "invitation_for",
    "invitations_for",
    "last_activity",
    "logbook_for",
    "matrix_for",
    "member_for",
    "members_for",
    "method_for",
    "methods_for",
    "next_steps",
    "object_for",
    "object_version_for",
    "object_versions_for",
    "overviews_for",
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
