"""Rules about who coded, and by which code tree."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.pages import ACCOUNT
from sluitend.apps.reporting.checker.rules.standards import COREQ
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.reporting.models import StatementKey


def _coders(world: World) -> Iterator[Found]:
    if world.report is None or not world.coders or StatementKey.CODERS in world.statements:
        return
    message = _("Coded by %(count)s, and the report does not tell by whom and how.")
    url = world.url(ACCOUNT)
    yield Found(StatementKey.CODERS.label, url, message, {"count": world.coders}, key=StatementKey.CODERS.value)


def _undefined(world: World) -> Iterator[Found]:
    for code in world.codes:
        if not code.definition.strip():
            message = _("This code is in use and has no definition.")
            yield Found(code.name, world.url("coding:code", code.id), message, key=f"K{code.id}")


CODERS = Rule(
    code="K01",
    severity=Severity.NOTE,
    title=_("Coders not told"),
    why=_("A reader wants to know how many people coded, and how they came to agree."),
    standard=(Standard(COREQ, "24"),),
    how_to_mend=_("Write it in the account of the method."),
    check=_coders,
)
UNDEFINED = Rule(
    code="K02",
    severity=Severity.NOTE,
    title=_("Code without a definition"),
    why=_("The code tree is part of the account. A code without a definition means something else to everybody."),
    standard=(Standard(COREQ, "25"),),
    how_to_mend=_("Write in the codebook when the code applies."),
    check=_undefined,
)

RULES = (CODERS, UNDEFINED)
