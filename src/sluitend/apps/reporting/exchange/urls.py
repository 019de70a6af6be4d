"""Addresses of exchange."""

from django.urls import path

from sluitend.apps.reporting.exchange import views

exchanging = [
    path("uitwisselen/", views.exchange, name="exchange"),
    path("uitwisselen/export/", views.export, name="export"),
    path("uitwisselen/export/<int:export_id>/", views.fetch, name="fetch_export"),
    path("uitwisselen/export/<int:export_id>/vernietigen/", views.discard_export, name="discard_export"),
    path("uitwisselen/codeboek/", views.code_book, name="export_code_book"),
    path("uitwisselen/groepen/<int:group_id>/verwijderen/", views.delete_group, name="delete_group"),
    path("uitwisselen/koppelingen/<int:link_id>/verwijderen/", views.delete_link, name="delete_link"),
    path("uitwisselen/import/", views.upload, name="import"),
    path("uitwisselen/import/<int:import_id>/", views.look, name="imported"),
    path("uitwisselen/import/<int:import_id>/vernietigen/", views.discard_import, name="discard_import"),
]
