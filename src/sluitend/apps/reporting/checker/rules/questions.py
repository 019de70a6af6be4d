"""Rules about questions and their answers."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.queries import answered
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.standards import DAC
from sluitend.apps.reporting.checker.world import World


def _unanswered(world: World) -> Iterator[Found]:
    done = {conclusion.question_id for conclusion in world.conclusions}
    for question in answered(world.questions):
        if question.id not in done:
            url = world.url("findings:conclusion", question.label)
            yield Found(question.label, url, _("This question has no conclusion, and no reason why it has none."))


UNANSWERED = Rule(
    code="V01",
    severity=Severity.ERROR,
    title=_("Question without an answer"),
    why=_("Who commissioned the evaluation must find an answer to every question, or the reason why there is none."),
    standard=(Standard(DAC, "3.12"),),
    how_to_mend=_("Write a conclusion for this question, or the reason why it could not be answered."),
    check=_unanswered,
)

RULES = (UNANSWERED,)
