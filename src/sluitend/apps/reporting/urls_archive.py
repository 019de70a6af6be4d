"""Addresses of the archive."""

from django.urls import path

from sluitend.apps.reporting.views import archive

archiving = [
    path("archief/", archive.archive, name="archive"),
    path("archief/maken/", archive.make, name="make_archive"),
    path("archief/<int:archive_id>/", archive.fetch, name="fetch_archive"),
    path("archief/<int:archive_id>/vernietigen/", archive.discard, name="discard_archive"),
]
