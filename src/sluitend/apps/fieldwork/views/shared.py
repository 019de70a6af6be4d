"""What the pages of this room share: tabs, and files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Crumb
from sluitend.web.registry import Text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TABS: tuple[tuple[Text, str, Text], ...] = (
    (_("Respondents"), "fieldwork:respondents", _("Respondents")),
    (_("Start conditions"), "fieldwork:gate", _("Start conditions")),
    (_("Information letter"), "fieldwork:letter", _("Information letter")),
    (_("Destroyed"), "fieldwork:destructions", _("Destroyed")),
)
"""Tab, address and heading of each part of the fieldwork."""


def tab_page(request: HttpRequest, evaluation: Evaluation, url_name: str, context: Mapping[str, Any]) -> HttpResponse:
    """A tab: `fieldwork:gate` is shown by `fieldwork/gate.html`."""
    heading = next(heading for _label, name, heading in TABS if name == url_name)
    base = {
        "evaluation": evaluation,
        "heading": heading,
        "tabs": [(label, reverse(name, args=[evaluation.pk]), name == url_name) for label, name, _heading in TABS],
    }
    return render(request, f"fieldwork/{url_name.split(':')[1]}.html", {**base, **context})


def tab_crumb(evaluation: Evaluation, url_name: str) -> Crumb:
    """The way back to a tab."""
    heading = next(heading for _label, name, heading in TABS if name == url_name)
    return heading, reverse(url_name, args=[evaluation.pk])


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word document to take away."""
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.docx") or "attachment"
    return response
