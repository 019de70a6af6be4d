"""Addresses of what stands around the text: who writes, comments, statements, house style, and what came back."""

from django.urls import URLPattern, URLResolver, path

from sluitend.apps.reporting.views import comments, house_style, remarks, sections, statements

_SECTION = "rapport/hoofdstukken/<int:section_id>/"

living: list[URLPattern | URLResolver] = [
    path(f"{_SECTION}versies/<int:revision>/verschil/", sections.difference, name="difference"),
    path(f"{_SECTION}schrijver/", comments.writer, name="writer"),
    path(f"{_SECTION}opmerkingen/", comments.comments, name="comments"),
    path(f"{_SECTION}opmerkingen/<int:comment_id>/", comments.answer, name="answer_comment"),
    path(f"{_SECTION}opmerkingen/<int:comment_id>/klaar/", comments.resolve, name="resolve_comment"),
    path("rapport/commentaar/", remarks.remarks, name="remarks"),
    path("rapport/commentaar/terug/", remarks.take_back, name="take_back"),
    path("rapport/commentaar/nieuw/", remarks.add, name="add_remark"),
    path("rapport/commentaar/<int:number>/", remarks.decide, name="remark"),
    path("rapport/huisstijl/", house_style.house_style, name="house_style"),
    path("rapport/huisstijl/bestand/", house_style.download, name="house_style_file"),
    path("rapport/huisstijl/verwijderen/", house_style.remove, name="remove_house_style"),
    path("rapport/verantwoording/", statements.statements, name="statements"),
    path("rapport/verantwoording/<str:key>/", statements.statement, name="statement"),
]
