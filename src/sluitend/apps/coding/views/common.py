"""What the pages of this room share."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User

Crumb = tuple[str | Promise, str]


def user_of(request: HttpRequest) -> User:
    """Who asks: every page here is private (``config.public_urls``)."""
    return cast(User, request.user)


def coding_crumb(evaluation: Evaluation) -> Crumb:
    return (_("Coding"), reverse("coding:progress", args=[evaluation.pk]))


def codebook_crumb(evaluation: Evaluation) -> Crumb:
    return (_("Codebook"), reverse("coding:codebook", args=[evaluation.pk]))


def place_of(fragment: Fragment) -> str:
    """The address of a fragment's place in its text."""
    source = fragment.version.source
    return reverse("coding:workbench", args=[source.evaluation_id, source.number]) + f"?fragment=F{fragment.number}"
