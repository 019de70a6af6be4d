"""Mail of this room: the invitation. Without a mail server the one who invites passes the link on."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sluitend.apps.people.models import Invitation
from sluitend.config.mail import NO_MAIL

logger = logging.getLogger(__name__)


def is_configured() -> bool:
    """Whether mail goes anywhere."""
    return bool(settings.EMAIL_BACKEND != NO_MAIL)


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Mail the link; False when there is no mail server, or when it refuses. Call it outside a transaction."""
    if not is_configured():
        return False
    text = render_to_string("people/mail/invitation.txt", {"invitation": invitation, "link": link})
    try:
        return bool(send_mail(_("Invitation to Sluitend"), text, None, [invitation.email]))
    except (OSError, SMTPException) as error:
        logger.warning("an invitation could not be mailed: %s", type(error).__name__)
        return False
