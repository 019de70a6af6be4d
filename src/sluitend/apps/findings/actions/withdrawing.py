"""What researchers noted beside withdrawn words goes too; the link itself stays, and makes its finding stale."""

from __future__ import annotations

from django.db.models import F

from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.models import AgreementEvidence, EvidenceLink
from sluitend.apps.people.models import User

NOTES, LINKS = "findings.notes", "findings.links"


def forget_notes(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``. Who has a note open in a form cannot save it over this."""
    gone = {"fragment__version__in": list(destruction.texts), "fragment__withdrawn_at__isnull": False}
    links, agreed = EvidenceLink.objects.filter(**gone), AgreementEvidence.objects.filter(**gone)
    emptied = links.exclude(note="").update(note="", revision=F("revision") + 1)
    emptied += agreed.exclude(note="").update(note="")
    destruction.note(NOTES, count=emptied)
    destruction.note(LINKS, count=links.count() + agreed.count())
