"""Addresses of this room, under /evaluaties/<evaluation_id>/gegevens/."""

from django.urls import path

from sluitend.apps.datasets.views import datasets, exporting, messages, versions

app_name = "datasets"
VERSION = "<int:number>/<int:version>/"
urlpatterns = [
    path("", datasets.dataset_list, name="list"),
    path("toevoegen/", datasets.add, name="add"),
    path("berichten/", messages.add, name="messages"),
    path("berichten/grondslag/", messages.ground, name="ground"),
    path("<int:number>/", datasets.dataset_page, name="dataset"),
    path("<int:number>/wijzigen/", datasets.edit, name="edit"),
    path("<int:number>/levering/", datasets.add_version, name="add_version"),
    path("<int:number>/vernietigen/", datasets.remove, name="remove"),
    path(VERSION, versions.version_page, name="version"),
    path(f"{VERSION}stand/", versions.progress, name="progress"),
    path(f"{VERSION}kolommen/", versions.columns, name="columns"),
    path(f"{VERSION}objecten/", versions.objects, name="objects"),
    path(f"{VERSION}doorlaten/", versions.waive, name="waive"),
    path(f"{VERSION}niet-doorlaten/", versions.take_back_waiver, name="take_back_waiver"),
    path(f"{VERSION}accepteren/", versions.accept, name="accept"),
    path(f"{VERSION}meenemen/", exporting.export, name="export"),
    path(f"{VERSION}weigeren/", versions.refuse, name="refuse"),
]
