"""State of the room: the evaluation, its questions, whom to hear about what, and what is evaluated."""

from sluitend.apps.design.models.evaluated_object import EvaluatedObject, EvaluatedObjectVersion
from sluitend.apps.design.models.evaluation import (
    Counter,
    Evaluation,
    EvaluationStatus,
    LogbookEntry,
    LogbookKind,
    Membership,
)
from sluitend.apps.design.models.framework import Criterion, CriterionVersion
from sluitend.apps.design.models.matrix import MatrixCell, Method, MethodKind
from sluitend.apps.design.models.questions import Question, QuestionKind, QuestionVersion
from sluitend.apps.design.models.who import Level, Perspective, Phase, PhaseKind, Place, PlaceKind, Topic

__all__ = [
    "Counter",
    "Criterion",
    "CriterionVersion",
    "EvaluatedObject",
    "EvaluatedObjectVersion",
    "Evaluation",
    "EvaluationStatus",
    "Level",
    "LogbookEntry",
    "LogbookKind",
    "MatrixCell",
    "Membership",
    "Method",
    "MethodKind",
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
