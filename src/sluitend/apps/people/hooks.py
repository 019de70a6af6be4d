"""What a room below may add to an action here; it registers in its `ready()`."""

from __future__ import annotations

from collections.abc import Callable

from sluitend.apps.people.models import Invitation, User

# Called inside the transaction in which an invitation is accepted: the design room makes the membership.
on_invitation_accepted: list[Callable[[Invitation, User], None]] = []

# Kinds of objects whose ids nobody may read, since they tell how much others did, with the keys of their events' data
# that name such an object, and its kind.
opaque_in_audit: dict[str, dict[str, str]] = {}
