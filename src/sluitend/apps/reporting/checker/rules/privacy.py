"""The rule about what is promised to people whose words are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.sections import section_url
from sluitend.apps.reporting.checker.rules.standards import AVG
from sluitend.apps.reporting.checker.world import World
from sluitend.web.registry import Text

Said = tuple[Text, str, str, str]  # label, address, text and key

# "anoniem", "anonieme", "geanonimiseerd", "anonimiteit"; not "niet anoniem".
_ANONYMOUS = re.compile(r"(?<!niet )\b(?:ge)?anoni(?:em|eme|miteit|miser\w*|miseer\w*)\b", re.IGNORECASE)


def _anonymous(world: World) -> Iterator[Found]:
    for label, url, text, key in chain(_in_report(world), _in_statements(world)):
        if _ANONYMOUS.search(text):
            message = _("Here it says “anonymous”, but the data are pseudonymised: the team can still tell who is who.")
            yield Found(label, url, message, key=key)


def _in_report(world: World) -> Iterator[Said]:
    if world.report is not None:
        yield _("title of the report"), world.url("reporting:report"), " ".join(world.report), "title"
    for place, section in enumerate(world.sections, start=1):
        yield str(place), section_url(world, section), f"{section.title}\n{section.markdown}", section.key
    yield _("information letter"), world.url("fieldwork:letter"), world.letter, "letter"


def _in_statements(world: World) -> Iterator[Said]:
    for finding in world.findings:
        url = world.url("findings:finding", finding.number)
        yield finding.label, url, f"{finding.title}\n{finding.text}", ""
    labels = {question.id: question.label for question in world.all_questions}
    for conclusion in world.conclusions:
        url = world.url("findings:conclusion", labels[conclusion.question_id])
        yield conclusion.label, url, conclusion.text, ""
    for one in world.recommendations:
        yield one.label, world.url("findings:recommendation", one.number), f"{one.title}\n{one.text}", ""


ANONYMOUS = Rule(
    code="P01",
    severity=Severity.WARNING,
    title=_("“Anonymous” said of pseudonymised data"),
    why=_("Data that can be led back to a person, even by the team alone, are personal data. Do not promise more."),
    standard=(Standard(AVG, "art. 4(5)"), Standard(AVG, "overweging 26")),
    how_to_mend=_("Write “without your name” or “pseudonymised”; or set it aside when nobody knows who it was."),
    check=_anonymous,
)

RULES = (ANONYMOUS,)
