"""The address that carries a secret, and how it reaches somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from sluitend.apps.people import mail
from sluitend.apps.people.models import Invitation


@dataclass(frozen=True, slots=True)
class Delivered:
    """An invitation with its link, shown once; for `people/components/invitation_link.html`."""

    invitation: Invitation
    link: str
    mailed: bool


def deliver(request: HttpRequest, invitation: Invitation, token: str) -> Delivered:
    """Mail the invitation when there is a mail server; the inviter sees the link either way."""
    link = request.build_absolute_uri(reverse("people:invitation", args=[token]))
    return Delivered(invitation, link, mail.send_invitation(invitation, link))
