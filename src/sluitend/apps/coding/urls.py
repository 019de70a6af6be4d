"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path, register_converter

from sluitend.apps.coding import agreement_urls, api, meaning_urls, quote_urls, rounds_urls, views
from sluitend.apps.coding.live import live
from sluitend.apps.coding.opaque_ids import CodingId, MemoId
from sluitend.apps.coding.views.lines import take_lines
from sluitend.apps.coding.views.search import search

register_converter(CodingId, "coding_id")
register_converter(MemoId, "memo_id")

app_name = "coding"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.progress, name="progress"),
    path("codeboek/", views.codebook, name="codebook"),
    path("codeboek/nieuw/", views.add_code, name="add_code"),
    path("codeboek/<int:code_id>/", views.code, name="code"),
    path("codeboek/<int:code_id>/wijzigen/", views.change_code, name="change_code"),
    path("codeboek/<int:code_id>/verplaatsen/", views.move_code, name="move_code"),
    path("codeboek/<int:code_id>/volgorde/", views.shift_code, name="shift_code"),
    path("codeboek/<int:code_id>/archiveren/", views.archive_code, name="archive_code"),
    path("codeboek/<int:code_id>/terugzetten/", views.restore_code, name="restore_code"),
    path("codeboek/<int:code_id>/samenvoegen/", views.merge_code, name="merge_code"),
    path("codeboek/<int:code_id>/splitsen/", views.split_code, name="split_code"),
    path("codeboek/<int:code_id>/geschiedenis/", views.code_history, name="code_history"),
    path("codeboek/<int:code_id>/geschiedenis/<int:change_id>/ongedaan/", views.undo_merge, name="undo_merge"),
    path("codeboek/<int:code_id>/memo/<memo_id:memo_id>/verwijderen/", views.delete_code_memo, name="delete_code_memo"),
    path("fragment/<int:number>/", views.fragment, name="fragment"),
    path("zoeken/", search, name="search"),
    path("zoeken/vindplaatsen.<str:kind>", take_lines, name="take_lines"),
    path("te-plaatsen/", views.to_place, name="to_place"),
    path("te-plaatsen/<int:number>/", views.place, name="place"),
    path("te-plaatsen/<int:number>/vervallen/", views.lapse, name="lapse"),
    *rounds_urls.urlpatterns,
    *agreement_urls.urlpatterns,
    *quote_urls.urlpatterns,
    *meaning_urls.urlpatterns,
    path("<int:source_number>/", views.workbench, name="workbench"),
    path("<int:source_number>/coderingen/", api.codings, name="codings"),
    path("<int:source_number>/coderingen/<coding_id:coding_id>/", api.coding, name="coding"),
    path("<int:source_number>/fragmenten/", api.fragments, name="fragments"),
    path("<int:source_number>/fragmenten/<int:number>/", api.marked, name="marked"),
    path("<int:source_number>/fragmenten/<int:number>/citaat/", api.quote, name="quote"),
    path("<int:source_number>/memos/", api.memos, name="memos"),
    path("<int:source_number>/memos/<memo_id:memo_id>/", api.memo, name="memo"),
    path("<int:source_number>/tekstmemos/", api.text_memos, name="text_memos"),
    path("<int:source_number>/ongedaan/", api.undo, name="undo"),
    path("<int:source_number>/opnieuw/", api.redo, name="redo"),
    path("<int:source_number>/codes/", api.codes, name="codes"),
    path("<int:source_number>/live/", live, name="live"),
]
