"""The rule about what is promised to people whose words are used."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.checker.reading.report import says_anonymous
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.sections import section_url
from sluitend.apps.reporting.checker.rules.standards import AVG
from sluitend.apps.reporting.checker.world import World
from sluitend.web.registry import Text

Said = tuple[Text, str, str]  # label, address and key


def _anonymous(world: World) -> Iterator[Found]:
    for label, url, key in chain(_in_report(world), _in_statements(world)):
        message = _("Here it says “anonymous”, but the data are pseudonymised: the team can still tell who is who.")
        yield Found(label, url, message, key=key)


def _in_report(world: World) -> Iterator[Said]:
    if world.report is not None and says_anonymous(" ".join(world.report)):
        yield _("title of the report"), world.url("reporting:report"), "title"
    for place, (section, look) in enumerate(world.looks, start=1):
        if look.says_anonymous:
            yield str(place), section_url(world, section), section.key
    if says_anonymous(world.letter):
        yield _("information letter"), world.url("fieldwork:letter"), "letter"


def _in_statements(world: World) -> Iterator[Said]:
    for finding in world.findings:
        if says_anonymous(f"{finding.title}\n{finding.text}"):
            yield finding.label, world.url("findings:finding", finding.number), ""
    labels = {question.id: question.label for question in world.all_questions}
    for conclusion in world.conclusions:
        if says_anonymous(conclusion.text):
            yield conclusion.label, world.url("findings:conclusion", labels[conclusion.question_id]), ""
    for one in world.recommendations:
        if says_anonymous(f"{one.title}\n{one.text}"):
            yield one.label, world.url("findings:recommendation", one.number), ""


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
