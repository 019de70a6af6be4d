"""All addresses: Dutch paths, English names."""

from django.urls import include, path

urlpatterns = [
    path("", include("sluitend.web.urls")),
    path("account/", include("sluitend.apps.people.account_urls")),
    path("", include("sluitend.apps.people.urls")),
    path("", include("sluitend.apps.design.urls")),
    path("evaluaties/<int:evaluation_id>/veldwerk/", include("sluitend.apps.fieldwork.urls")),
    path("evaluaties/<int:evaluation_id>/bronnen/", include("sluitend.apps.sources.urls")),
    path("evaluaties/<int:evaluation_id>/coderen/", include("sluitend.apps.coding.urls")),
    path("evaluaties/<int:evaluation_id>/gegevens/", include("sluitend.apps.datasets.urls")),
    path("evaluaties/<int:evaluation_id>/analyses/", include("sluitend.apps.analyses.urls")),
    path("evaluaties/<int:evaluation_id>/", include("sluitend.apps.findings.urls")),
    path("evaluaties/<int:evaluation_id>/", include("sluitend.apps.reporting.urls")),
]

handler400 = "sluitend.web.views.bad_request"
handler403 = "sluitend.web.views.forbidden"
handler404 = "sluitend.web.views.not_found"
handler500 = "sluitend.web.views.server_error"
