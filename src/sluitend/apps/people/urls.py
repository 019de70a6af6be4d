"""Addresses of this room."""

from django.urls import URLPattern, path

from sluitend.apps.people.views import accounts, audit, regions, register, users
from sluitend.apps.people.views.kinds import KINDS, Kind

app_name = "people"


def _of_kind(kind: Kind) -> list[URLPattern]:
    """The pages that the three lists of the register share."""
    start, extra = f"register/{kind.segment}/", {"kind": kind.key}
    return [
        path(kind.list_path, register.entries, extra, name=kind.plural),
        path(f"{start}toevoegen/", register.add, extra, name=f"add_{kind.key}"),
        path(f"{start}<int:entry_id>/wijzigen/", register.change, extra, name=f"change_{kind.key}"),
        path(f"{start}<int:entry_id>/verwijderen/", register.remove, extra, name=f"remove_{kind.key}"),
    ]


MEMBERSHIP = "register/regios/<int:entry_id>/gemeenten/<int:membership_id>/"

urlpatterns: list[URLPattern] = [
    path("inloglink/<str:token>/", accounts.login_link, name="login_link"),
    path("uitnodiging/<str:token>/", accounts.invitation, name="invitation"),
    path("mijn-account/", accounts.my_account, name="my_account"),
    path("beheer/", users.users, name="users"),
    path("beheer/gebruikers/uitnodigen/", users.invite, name="invite"),
    path("beheer/gebruikers/<int:user_id>/", users.user, name="user"),
    path("beheer/gebruikers/<int:user_id>/wijzigen/", users.change_user, name="change_user"),
    path("beheer/uitnodigingen/<int:invitation_id>/intrekken/", users.withdraw_invitation, name="withdraw_invitation"),
    path("beheer/wie-deed-wat/", audit.audit, name="audit"),
    path("beheer/wie-deed-wat/csv/", audit.audit_csv, name="audit_csv"),
    *[pattern for kind in KINDS.values() for pattern in _of_kind(kind)],
    path("register/gemeenten/importeren/", register.import_municipalities, name="import_municipalities"),
    path("register/regios/<int:entry_id>/", regions.region, name="region"),
    path("register/regios/<int:entry_id>/gemeenten/toevoegen/", regions.add_memberships, name="add_memberships"),
    path(f"{MEMBERSHIP}wijzigen/", regions.change_membership, name="change_membership"),
    path(f"{MEMBERSHIP}verwijderen/", regions.remove_membership, name="remove_membership"),
    path("register/indeling/", register.division, name="division"),
]
