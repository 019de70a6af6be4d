"""What is known of a dataset: its title, origin, by what right it is used, and until when."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


@dataclass(frozen=True, slots=True)
class About:
    """What a person says of a dataset; none of it can be left out."""

    title: str
    origin: str
    licence: str
    retain_until: date


def checked(about: About) -> About:
    """Without spaces around it. Raises InputError("datasets.field_needed", "datasets.retention_past")."""
    title, origin, licence = (" ".join(text.split()) for text in (about.title, about.origin, about.licence))
    if not (title and origin and licence):
        raise InputError("datasets.field_needed")
    if about.retain_until <= timezone.localdate():
        raise InputError("datasets.retention_past")
    return About(title, origin, licence, about.retain_until)


def change_dataset(*, actor: User, dataset: Dataset, about: About) -> Dataset:
    """Change what is known of it. Raises NotFound, NotAllowed, InputError of `checked`, "datasets.removed"."""
    require(actor, dataset.evaluation_id, Action.EDIT_DATASETS)
    plain = asdict(checked(about))
    with transaction.atomic():
        row = Dataset.objects.select_for_update().get(pk=dataset.pk)
        if row.removed_at is not None:
            raise InputError("datasets.removed", number=row.number)
        changed = [name for name, value in plain.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, plain[name])
        row.save(update_fields=changed)
        until = plain["retain_until"].isoformat()
        fields = ",".join(changed)
        record(actor, "datasets.changed", row, evaluation=row.evaluation_id, fields=fields, retain_until=until)
    return row
