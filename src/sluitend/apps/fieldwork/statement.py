"""A destruction statement in words: for the respondent, and for the file of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluitend.apps.fieldwork import hooks
from sluitend.apps.fieldwork.models import DestructionStatement


def line_words(line: Mapping[str, Any]) -> str:
    """What went, of which object, how many."""
    words = str(hooks.line_words.get(line["kind"], line["kind"]))
    parts = [f"{line['object']}:", words] if line["object"] else [words]
    count = line["count"]
    if line["spans"]:
        parts.append("– " + ngettext("%(count)s turn", "%(count)s turns", count) % {"count": count})
    elif count > 1:
        parts.append(f"({count})")
    return " ".join(parts)


def markdown(statement: DestructionStatement) -> str:
    """The statement as a document. It says nothing of what was said."""
    made = date_format(timezone.localtime(statement.made_at), "j F Y, H:i")
    lines = [_("We state that on %(when)s the following was destroyed.") % {"when": made}, ""]
    lines.append(_("- Respondent: %(respondent)s") % {"respondent": statement.respondent or "–"})
    lines.append(_("- Why: %(reason)s") % {"reason": statement.get_reason_display()})
    if statement.asked_on:
        lines.append(_("- Asked on: %(day)s") % {"day": date_format(statement.asked_on, "j F Y")})
    lines += ["", _("## What was destroyed"), ""]
    lines += [f"- {line_words(line)}" for line in statement.lines]
    hashed = [line for line in statement.lines if line["sha256"]]
    if hashed:
        lines += ["", _("## Fingerprints (SHA-256)"), ""]
        lines += [_("They prove which texts and files went, and cannot be turned back into them."), ""]
        lines += [f"- {line['object']}: {line['sha256']}" for line in hashed]
    return "\n".join([*lines, "", _("## What is left"), "", *(f"- {line}" for line in _left())])


def _left() -> list[str]:
    return [
        _("In codings and findings the place is left, marked as withdrawn and without a word of what was said."),
        _("Backups of the database are removed after 90 days; one that is put back forgets this again at once."),
        _("What researchers wrote in their own words was not searched, nor were copies outside this product."),
    ]
