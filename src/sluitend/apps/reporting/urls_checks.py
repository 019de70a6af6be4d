"""Addresses of the checker."""

from django.urls import URLPattern, URLResolver, path

from sluitend.apps.reporting.views import checks

checking: list[URLPattern | URLResolver] = [
    path("controle/", checks.checks, name="checks"),
    path("controle/kaart/", checks.card, name="checks_card"),
    path("controle/terzijde/", checks.waive, name="waive"),
    path("controle/terzijde/<int:waiver_id>/terug/", checks.withdraw, name="withdraw_waiver"),
    path("controle/bij/<str:label>/", checks.marks, name="marks"),
]
