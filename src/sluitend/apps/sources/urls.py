"""Addresses of this room, under /evaluaties/<evaluation_id>/bronnen/."""

from django.urls import path

from sluitend.apps.sources import api
from sluitend.apps.sources.views import (
    answers,
    correcting,
    destroying,
    grounds,
    listing,
    names,
    names_list,
    releasing,
    source,
    speakers,
    uploading,
)

app_name = "sources"
NAMES = "<int:number>/namen/api/"
urlpatterns = [
    path("", listing.source_list, name="list"),
    path("toevoegen/", uploading.add, name="add"),
    path("toevoegen/resultaten/", uploading.results, name="upload_results"),
    path("toevoegen/resultaten/wissen/", uploading.clear, name="clear_uploads"),
    path("antwoorden/", answers.add, name="add_answers"),
    path("antwoorden/<int:upload_id>/", answers.columns, name="answer_columns"),
    path("antwoorden/<int:upload_id>/waarden/", answers.values, name="answer_values"),
    path("antwoorden/<int:upload_id>/laten-vallen/", answers.drop, name="drop_answers"),
    path("namenlijst/", names_list.listed, name="names_list"),
    path("namenlijst/plakken/", names_list.paste, name="paste_names"),
    path("namenlijst/respondenten/", names_list.respondents, name="list_respondents"),
    path("namenlijst/<int:entry_id>/", names_list.change, name="change_name"),
    path("namenlijst/<int:entry_id>/weghalen/", names_list.remove, name="remove_name"),
    path("<int:number>/", source.source_page, name="source"),
    path("<int:number>/wijzigen/", source.edit, name="edit"),
    path("<int:number>/akkoord/", source.approval, name="approval"),
    path("<int:number>/sprekers/", speakers.speakers, name="speakers"),
    path("<int:number>/tekst/", source.text, name="text"),
    path("<int:number>/tekst/<int:version>/", source.text, name="version_text"),
    path("<int:number>/tekst/<int:version>/verschillen/", correcting.version_differences, name="differences"),
    path("<int:number>/tekst/<int:version>/downloaden/", correcting.download, name="download_text"),
    path("<int:number>/tekst/<int:version>/vernietigen/", correcting.destroy_text, name="destroy_text"),
    path("<int:number>/corrigeren/", correcting.correct, name="correct"),
    path("<int:number>/corrigeren/vergelijken/", correcting.compare, name="compare"),
    path("<int:number>/corrigeren/laten-vallen/", correcting.drop, name="drop_correction"),
    path("<int:number>/grondslag/", grounds.ground, name="ground"),
    path("<int:number>/namen/", names.review, name="names"),
    path(NAMES, api.review, name="names_review"),
    path(f"{NAMES}voorstellen/", api.propose, name="names_propose"),
    path(f"{NAMES}besluit/", api.decide, name="names_decide"),
    path(f"{NAMES}grenzen/", api.move, name="names_move"),
    path(f"{NAMES}toevoegen/", api.add, name="names_add"),
    path(f"{NAMES}ongedaan/", api.undo, name="names_undo"),
    path(f"{NAMES}pseudoniem/", api.rename, name="names_rename"),
    path(f"{NAMES}afronden/", api.finish, name="names_finish"),
    path("<int:number>/vrijgeven/", releasing.release, name="release"),
    path("<int:number>/origineel/", source.original, name="original"),
    path("<int:number>/origineel/vernietigen/", destroying.original, name="destroy_original"),
    path("<int:number>/verwijderen/", destroying.source, name="delete"),
]
