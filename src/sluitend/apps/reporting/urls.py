"""Addresses of this room, under /evaluaties/<evaluation_id>/rapport/."""

from django.urls import URLPattern, URLResolver, path

from sluitend.apps.reporting.views import builds, chain, checks, outline, sections, writing

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", outline.report, name="report"),
    path("beginnen/", outline.start, name="start"),
    path("titel/", outline.change, name="change_report"),
    path("lezen/", outline.read, name="read"),
    path("controle/", checks.checks, name="checks"),
    path("bewijs/<str:label>/", chain.chain, name="chain"),
    path("verwijzingen/", writing.choices, name="choices"),
    path("hoofdstukken/nieuw/", sections.add, name="add_section"),
    path("hoofdstukken/<int:section_id>/", writing.section, name="section"),
    path("hoofdstukken/<int:section_id>/voorbeeld/", writing.preview, name="preview"),
    path("hoofdstukken/<int:section_id>/volgorde/", sections.move, name="move_section"),
    path("hoofdstukken/<int:section_id>/verwijderen/", sections.delete, name="delete_section"),
    path("hoofdstukken/<int:section_id>/terugzetten/", sections.put_back, name="put_back_section"),
    path("hoofdstukken/<int:section_id>/versies/", sections.versions, name="versions"),
    path("hoofdstukken/<int:section_id>/versies/<int:revision>/", sections.restore, name="restore_version"),
    path("bouwen/", builds.listing, name="builds"),
    path("bouwen/<str:kind>/", builds.build, name="build"),
    path("bestanden/<int:build_id>/", builds.download, name="download"),
]
