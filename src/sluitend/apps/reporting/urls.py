"""Addresses of this room, under /evaluaties/<evaluation_id>/."""

from django.urls import URLPattern, URLResolver, path

from sluitend.apps.reporting.exchange.urls import exchanging
from sluitend.apps.reporting.urls_archive import archiving
from sluitend.apps.reporting.urls_chain import chains
from sluitend.apps.reporting.urls_checks import checking
from sluitend.apps.reporting.urls_living import living
from sluitend.apps.reporting.views import builds, outline, sections, writing

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("rapport/", outline.report, name="report"),
    path("rapport/beginnen/", outline.start, name="start"),
    path("rapport/titel/", outline.change, name="change_report"),
    path("rapport/lezen/", outline.read, name="read"),
    *checking,
    *chains,
    path("rapport/verwijzingen/", writing.choices, name="choices"),
    path("rapport/hoofdstukken/nieuw/", sections.add, name="add_section"),
    path("rapport/hoofdstukken/<int:section_id>/", writing.section, name="section"),
    path("rapport/hoofdstukken/<int:section_id>/voorbeeld/", writing.preview, name="preview"),
    path("rapport/hoofdstukken/<int:section_id>/volgorde/", sections.move, name="move_section"),
    path("rapport/hoofdstukken/<int:section_id>/verwijderen/", sections.delete, name="delete_section"),
    path("rapport/hoofdstukken/<int:section_id>/terugzetten/", sections.put_back, name="put_back_section"),
    path("rapport/hoofdstukken/<int:section_id>/versies/", sections.versions, name="versions"),
    path("rapport/hoofdstukken/<int:section_id>/versies/<int:revision>/", sections.restore, name="restore_version"),
    path("rapport/bouwen/", builds.listing, name="builds"),
    path("rapport/bouwen/<str:kind>/", builds.build, name="build"),
    path("rapport/bestanden/<int:build_id>/", builds.download, name="download"),
    *living,
    *archiving,
    *exchanging,
]
