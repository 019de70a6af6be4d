"""Addresses of this room, under /evaluaties/<evaluation_id>/analyses/."""

from django.urls import path

from sluitend.apps.analyses.views import asking, comparing, listing, results, taking

app_name = "analyses"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("catalogus/", listing.catalogue, name="catalogue"),
    path("catalogus/<slug:key>/", asking.ask, name="ask"),
    path("<int:number>/", results.result, name="result"),
    path("<int:number>/stand/", results.progress, name="progress"),
    path("<int:number>/stoppen/", results.stop, name="stop"),
    path("<int:number>/opnieuw/", results.again, name="again"),
    path("<int:number>/vergelijken/", comparing.compare, name="compare"),
    path("<int:number>/beeld/<slug:chart>/", taking.image, name="image"),
    path("<int:number>/bestand/<str:name>", taking.take, name="take"),
]
