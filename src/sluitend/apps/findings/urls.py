"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from sluitend.apps.findings.views import conclusions, evidence, findings, recommendations

app_name = "findings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", findings.listing, name="list"),
    path("nieuw/", findings.add, name="add_finding"),
    path("gebruik/", evidence.use, name="use_as_evidence"),
    path("conclusies/", conclusions.listing, name="conclusions"),
    path("conclusies/<str:label>/", conclusions.conclusion, name="conclusion"),
    path("conclusies/<str:label>/schrijven/", conclusions.write, name="write_conclusion"),
    path("conclusies/<str:label>/verwijderen/", conclusions.delete, name="delete_conclusion"),
    path("aanbevelingen/", recommendations.listing, name="recommendations"),
    path("aanbevelingen/nieuw/", recommendations.add, name="add_recommendation"),
    path("aanbevelingen/<int:number>/", recommendations.recommendation, name="recommendation"),
    path("aanbevelingen/<int:number>/wijzigen/", recommendations.change, name="change_recommendation"),
    path("aanbevelingen/<int:number>/verwijderen/", recommendations.delete, name="delete_recommendation"),
    path("<int:number>/", findings.finding, name="finding"),
    path("<int:number>/wijzigen/", findings.change, name="change_finding"),
    path("<int:number>/verwijderen/", findings.delete, name="delete_finding"),
    path("<int:number>/bewijs/", evidence.pick, name="add_evidence"),
    path("<int:number>/bewijs/<int:fragment>/", evidence.change, name="change_evidence"),
    path("<int:number>/bewijs/<int:fragment>/weg/", evidence.unlink, name="unlink_evidence"),
]
