"""Addresses of this room, under /evaluaties/<evaluation_id>/veldwerk/."""

from django.urls import path

from sluitend.apps.fieldwork.views import consent, destructions, gate, identity, letter, respondents, withdrawing

app_name = "fieldwork"
urlpatterns = [
    path("", respondents.respondents, name="respondents"),
    path("respondenten/toevoegen/", respondents.add, name="add_respondent"),
    path("respondenten/toevoegen/lijst/", respondents.add_list, name="add_respondents"),
    path("respondenten/<int:number>/", respondents.respondent, name="respondent"),
    path("respondenten/<int:number>/wijzigen/", respondents.change, name="change_respondent"),
    path("respondenten/<int:number>/identiteit/", identity.identity, name="identity"),
    path("respondenten/<int:number>/identiteit/wijzigen/", identity.change, name="change_identity"),
    path("respondenten/<int:number>/toestemming/", consent.record, name="record_consent"),
    path("respondenten/<int:number>/intrekken/", withdrawing.withdraw, name="withdraw"),
    path("brief/", letter.newest, name="letter"),
    path("brief/schrijven/", letter.write, name="write_letter"),
    path("brief/<int:number>/", letter.version, name="letter_version"),
    path("brief/<int:number>/word/", letter.word, name="letter_word"),
    path("startvoorwaarden/", gate.gate, name="gate"),
    path("startvoorwaarden/<slug:kind>/", gate.line, name="gate_line"),
    path("startvoorwaarden/<slug:kind>/<int:member_id>/", gate.line, name="gate_member_line"),
    path("vernietigd/", destructions.listing, name="destructions"),
    path("vernietigd/<int:number>/", destructions.statement, name="destruction"),
    path("vernietigd/<int:number>/word/", destructions.word, name="destruction_word"),
]
