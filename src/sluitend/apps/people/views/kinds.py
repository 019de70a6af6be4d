"""The three lists of the register: what each shows, so that one set of views serves them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluitend.apps.people import queries
from sluitend.apps.people.actions.register import Entry
from sluitend.apps.people.models import Municipality, Organisation, Region, User

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of the register."""

    key: str
    plural: str  # also the URL name of the list
    segment: str
    title: Text
    lead: Text
    empty: Text
    add: Text
    added: Text
    change: Text
    columns: tuple[Text, ...]
    cells: Callable[[Any], tuple[object, ...]]
    found: Callable[[User, str], QuerySet[Any]]
    one: Callable[[User, int], Entry]

    @property
    def list_path(self) -> str:
        """The list of organisations is where the register opens."""
        return "register/" if self.key == "organisation" else f"register/{self.segment}/"

    @property
    def url(self) -> str:
        return reverse(f"people:{self.plural}")

    @property
    def add_url(self) -> str:
        return reverse(f"people:add_{self.key}")


def _organisation(entry: Organisation) -> tuple[object, ...]:
    return entry.get_kind_display(), entry.municipality or ""


def _municipality(entry: Municipality) -> tuple[object, ...]:
    return (entry.code,)


def _region(entry: Any) -> tuple[object, ...]:
    return entry.get_kind_display(), entry.parent or "", entry.member_count


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            key="organisation",
            plural="organisations",
            segment="organisaties",
            title=gettext_lazy("Organisations"),
            lead=gettext_lazy("Who works in and around youth care. Evaluations choose from this list."),
            empty=gettext_lazy("Add the organisation that commissions your evaluation first."),
            add=gettext_lazy("Add an organisation"),
            added=gettext_lazy("The organisation has been saved."),
            change=gettext_lazy("Change the organisation"),
            columns=(gettext_lazy("Kind"), gettext_lazy("Municipality")),
            cells=_organisation,
            found=queries.organisations_for,
            one=queries.organisation_for,
        ),
        Kind(
            key="municipality",
            plural="municipalities",
            segment="gemeenten",
            title=gettext_lazy("Municipalities"),
            lead=gettext_lazy("Municipalities by their CBS code."),
            empty=gettext_lazy("Import a list, or add the municipalities that you need one by one."),
            add=gettext_lazy("Add a municipality"),
            added=gettext_lazy("The municipality has been saved."),
            change=gettext_lazy("Change the municipality"),
            columns=(gettext_lazy("CBS code"),),
            cells=_municipality,
            found=queries.municipalities_for,
            one=queries.municipality_for,
        ),
        Kind(
            key="region",
            plural="regions",
            segment="regios",
            title=gettext_lazy("Regions"),
            lead=gettext_lazy("Municipalities that organise something together; which ones may differ per product."),
            empty=gettext_lazy("Add a region, then say which municipalities sit in it for which product."),
            add=gettext_lazy("Add a region"),
            added=gettext_lazy("The region has been saved."),
            change=gettext_lazy("Change the region"),
            columns=(gettext_lazy("Kind"), gettext_lazy("Part of"), gettext_lazy("Municipalities today")),
            cells=_region,
            found=queries.regions_for,
            one=queries.region_for,
        ),
    )
}


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The pages of the register; `current` is a kind's key or "division"."""
    lists = [(str(kind.title), kind.url, kind.key == current) for kind in KINDS.values()]
    return [*lists, (_("Regions per product"), reverse("people:division"), current == "division")]


def address_of(entry: Entry) -> str:
    """Where an entry opens: a region has a page with its municipalities, the others their form."""
    if isinstance(entry, Region):
        return reverse("people:region", args=[entry.pk])
    return reverse(f"people:change_{entry._meta.model_name}", args=[entry.pk])
