"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Crumb
from sluitend.apps.design.views.shared import crumbs as path_to


def crumbs(evaluation: Evaluation, *further: Crumb) -> list[Any]:
    """The way here, through the report."""
    here = reverse("reporting:report", args=[evaluation.pk]) if further else ""
    return path_to(evaluation, (_("Report"), here), *further)
