"""Addresses of this room, under /evaluaties/<evaluation_id>/analyses/."""

from django.urls import path

from sluitend.apps.analyses import api
from sluitend.apps.analyses.views import asking, cases, comparing, listing, norms, results, taking

app_name = "analyses"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("catalogus/", listing.catalogue, name="catalogue"),
    path("catalogus/<slug:key>/", asking.ask, name="ask"),
    path("api/", api.catalogue, name="api_catalogue"),
    path("api/uitkomsten/", api.results, name="api_results"),
    path("api/uitkomsten/<int:number>/", api.result, name="api_result"),
    path("casussen/", cases.cases, name="cases"),
    path("casussen/stippen/", cases.dots, name="dots"),
    path("casussen/stippen/<str:kind>/", cases.take_dots, name="take_dots"),
    path("casussen/<int:number>/<int:version>/<int:place>/", cases.case, name="case"),
    path("normen/", norms.norms, name="norms"),
    path("normen/normen.csv", norms.norms_file, name="norms_file"),
    path("normen/toevoegen/", norms.add_norm, name="add_norm"),
    path("normen/<int:number>/", norms.norm, name="norm"),
    path("normen/<int:number>/wijzigen/", norms.change_norm, name="change_norm"),
    path("normen/<int:number>/beeindigen/", norms.end_norm, name="end_norm"),
    path("<int:number>/", results.result, name="result"),
    path("<int:number>/stand/", results.progress, name="progress"),
    path("<int:number>/stoppen/", results.stop, name="stop"),
    path("<int:number>/opnieuw/", results.again, name="again"),
    path("<int:number>/vergelijken/", comparing.compare, name="compare"),
    path("<int:number>/beeld/<slug:chart>/", taking.image, name="image"),
    path("<int:number>/bestand/<str:name>", taking.take, name="take"),
    path("<int:number>/bestand-voor-team/<str:name>", taking.take_exact, name="take_exact"),
]
