"""Templates of this installation: made from an evaluation or from a file, and taken away again."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation, OwnTemplate
from sluitend.apps.design.template_store import templates
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, InstallationAction
from sluitend.errors import InputError
from sluitend.formats.template import Template, dumps, loads

KEY_LENGTH = 40


def save_template(*, actor: User, evaluation: Evaluation, template: Template) -> OwnTemplate:
    """Keep a template that was made from this evaluation.

    Raises NotFound, NotAllowed, InputError("design.template_key_taken" | "formats.template_invalid").
    """
    require(actor, evaluation, Action.EDIT_DESIGN)
    return _keep(actor, template, evaluation.pk)


def upload_template(*, actor: User, data: bytes, name: str) -> OwnTemplate:
    """Keep a template from a file; `name` is what the file is called.

    Raises NotAllowed, InputError("design.template_key_taken" | "formats.template_invalid").
    """
    require_installation(actor, InstallationAction.START_EVALUATION)
    return _keep(actor, loads(data, name), None)


def delete_template(*, actor: User, own: OwnTemplate) -> None:
    """Take a template away; evaluations that began with it keep what they have."""
    require_installation(actor, InstallationAction.START_EVALUATION)
    with transaction.atomic():
        record(actor, "design.template_deleted", own)
        own.delete()


def key_for(title: str) -> str:
    """A free key from a title: "Onze keten" becomes onze_keten, and onze_keten_2 when that is taken."""
    stem = slugify(title).replace("-", "_").lstrip("_0123456789")[: KEY_LENGTH - 4].strip("_") or "sjabloon"
    taken = {*templates(), *OwnTemplate.objects.values_list("key", flat=True)}
    tries = (stem if number == 1 else f"{stem}_{number}" for number in range(1, len(taken) + 2))
    return next(key for key in tries if key not in taken)


def _keep(actor: User, template: Template, evaluation_id: int | None) -> OwnTemplate:
    require_installation(actor, InstallationAction.START_EVALUATION)
    content = dumps(template)
    loads(content.encode(), f"{template.key}.yaml")  # what is kept can be read back
    if len(template.key) > KEY_LENGTH or template.key in templates():
        raise InputError("design.template_key_taken", key=template.key)
    with transaction.atomic():
        values = {"title": template.title, "content": content, "made_by": actor}
        own, made = OwnTemplate.objects.get_or_create(key=template.key, defaults=values)
        if not made:
            raise InputError("design.template_key_taken", key=template.key)
        record(actor, "design.template_saved", own, evaluation=evaluation_id)
    return own
