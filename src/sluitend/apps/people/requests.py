"""A request of somebody who is logged in: what every view that is not public gets."""

from __future__ import annotations

from django.http import HttpRequest

from sluitend.apps.people.models import User


class UserRequest(HttpRequest):
    """For annotations only: `PrivateByDefault` has seen to it that the user is one of ours."""

    user: User
