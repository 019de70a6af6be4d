"""The account of the method, part by part, as the standards ask for it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.sections import checked_text
from sluitend.apps.reporting.models import Report, ReportStatement, StatementKey
from sluitend.errors import InputError


def write_statement(*, actor: User, report: Report, key: str, text: str, revision: int = 0) -> ReportStatement:
    """Write one part, over the revision that its author saw; 0 when nobody had written it.

    Raises NotFound, NotAllowed,
    InputError("reporting.statement_unknown" | "reporting.changed_meanwhile" | "reporting.text_too_long").
    """
    require(actor, report.evaluation_id, Action.WRITE_REPORT)
    if key not in StatementKey.values:
        raise InputError("reporting.statement_unknown")
    words = checked_text(text).strip()
    with transaction.atomic():
        statement, _is_new = ReportStatement.objects.get_or_create(
            report=report, key=key, defaults={"revision": 0, "changed_by": actor}
        )
        seen = ReportStatement.objects.filter(pk=statement.pk, revision=revision)
        changes = {"text": words, "changed_by": actor, "changed_at": timezone.now()}
        if not seen.update(**changes, revision=F("revision") + 1):
            raise InputError("reporting.changed_meanwhile")
        statement.refresh_from_db()
        record(actor, "reporting.statement_written", statement, evaluation=report.evaluation_id, key=key)
    return statement
