"""Addresses of coding rounds."""

from django.urls import path

from sluitend.apps.coding.views import finishing, rounds

urlpatterns = [
    path("rondes/", rounds.round_list, name="rounds"),
    path("rondes/nieuw/", rounds.plan_round, name="plan_round"),
    path("rondes/<int:number>/", rounds.round_page, name="round"),
    path("rondes/<int:number>/wijzigen/", rounds.change_round, name="change_round"),
    path("rondes/<int:number>/verdelen/", rounds.divide_round, name="divide_round"),
    path("rondes/<int:number>/verdeling/", rounds.assign_round, name="assign_round"),
    path("rondes/<int:number>/openen/", rounds.open_round, name="open_round"),
    path("rondes/<int:number>/sluiten/", rounds.close_round, name="close_round"),
    path("rondes/<int:number>/verwijderen/", rounds.delete_round, name="delete_round"),
    path("rondes/<int:number>/teksten/<int:source_number>/klaar/", finishing.finish_text, name="finish_text"),
]
