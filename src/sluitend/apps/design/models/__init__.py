"""State of the room: the evaluation, its questions, whom to hear about what, and what is evaluated."""

from sluitend.apps.design.models.agreements import Agreement
from sluitend.apps.design.models.bodies import Body, BodyAction, BodyKind, BodyMember, Decision, Meeting
from sluitend.apps.design.models.evaluated_object import EvaluatedObject, EvaluatedObjectVersion
from sluitend.apps.design.models.evaluation import (
    Counter,
    Evaluation,
    EvaluationStatus,
    LogbookEntry,
    LogbookKind,
    Membership,
)
from sluitend.apps.design.models.framework import AmendmentKind, Criterion, CriterionVersion, FrameworkAmendment
from sluitend.apps.design.models.matrix import MatrixCell, Method, MethodKind
from sluitend.apps.design.models.own_template import OwnTemplate
from sluitend.apps.design.models.questions import Question, QuestionKind, QuestionVersion
from sluitend.apps.design.models.who import Level, Perspective, Phase, PhaseKind, Place, PlaceKind, Topic

__all__ = [
    "Agreement",
    "AmendmentKind",
    "Body",
    "BodyAction",
    "BodyKind",
    "BodyMember",
    "Counter",
    "Criterion",
    "CriterionVersion",
    "Decision",
    "EvaluatedObject",
    "EvaluatedObjectVersion",
    "Evaluation",
    "EvaluationStatus",
    "FrameworkAmendment",
    "Level",
    "LogbookEntry",
    "LogbookKind",
    "MatrixCell",
    "Meeting",
    "Membership",
    "Method",
    "MethodKind",
    "OwnTemplate",
    "Perspective",
    "Phase",
    "PhaseKind",
    "Place",
    "PlaceKind",
    "Question",
    "QuestionKind",
    "QuestionVersion",
    "Topic",
]
