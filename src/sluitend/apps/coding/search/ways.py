"""The ways of searching, each a tab of the page "Zoeken" with its own address (?op=…)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sluitend.apps.design.models import Evaluation
from sluitend.web.registry import Text


@dataclass(frozen=True, slots=True)
class Way:
    """``show`` answers a GET, for a user whose membership of the evaluation was checked; what more it needs it asks."""

    key: str  # of ?op=; empty for the one that stands first
    label: Text
    show: Callable[[HttpRequest, Evaluation], HttpResponse]
    may: Callable[[HttpRequest, Evaluation], bool] = lambda request, evaluation: True


ways: list[Way] = []


def way_of(request: HttpRequest, evaluation: Evaluation) -> Way:
    """The one that was asked; the first when there is no such way, or not for this user."""
    offered = [one for one in ways if one.may(request, evaluation)]
    return next((one for one in offered if one.key == request.GET.get("op", "")), offered[0])


def tabs(request: HttpRequest, evaluation: Evaluation) -> list[tuple[Text, str, bool]]:
    """For ``web/components/tabs.html``; none when there is nothing to choose."""
    address, here = reverse("coding:search", args=[evaluation.pk]), way_of(request, evaluation)
    found = [
        (one.label, address + (f"?op={one.key}" if one.key else ""), one is here)
        for one in ways
        if one.may(request, evaluation)
    ]
    return found if len(found) > 1 else []
