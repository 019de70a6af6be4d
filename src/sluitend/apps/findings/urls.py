"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from sluitend.apps.findings.views import (
    agreements,
    board,
    conclusions,
    confidence,
    evidence,
    findings,
    logbook,
    merging,
    phases,
    recommendations,
    use,
    write_conclusion,
    write_finding,
)

app_name = "findings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("bevindingen/", findings.listing, name="list"),
    path("bevindingen/nieuw/", write_finding.add, name="add_finding"),
    path("bevindingen/gebruik/", use.use, name="use_as_evidence"),
    path("bevindingen/bord/", board.board, name="board"),
    path("bevindingen/tussentijds/", phases.compare, name="phases"),
    path("bevindingen/tussentijds/<int:phase_id>/vastleggen/", phases.freeze, name="freeze_phase"),
    path("bevindingen/tussentijds/<int:phase_id>/weggooien/", phases.discard, name="discard_snapshot"),
    path("bevindingen/afspraken/", agreements.listing, name="agreements"),
    path("bevindingen/afspraken/<int:number>/", agreements.agreement, name="agreement"),
    path("bevindingen/afspraken/<int:number>/oordeel/", agreements.judge, name="judge_agreement"),
    path("bevindingen/afspraken/<int:number>/bewijs/", agreements.show, name="link_to_agreement"),
    path(
        "bevindingen/afspraken/<int:number>/bewijs/<int:fragment>/weg/", agreements.unshow, name="unlink_from_agreement"
    ),
    path("bevindingen/afspraken/<int:number>/tekst/", agreements.written, name="agreement_written"),
    path("conclusies/", conclusions.listing, name="conclusions"),
    path("conclusies/<str:label>/", conclusions.conclusion, name="conclusion"),
    path("conclusies/<str:label>/schrijven/", write_conclusion.write, name="write_conclusion"),
    path("conclusies/<str:label>/verwijderen/", write_conclusion.delete, name="delete_conclusion"),
    path("aanbevelingen/", recommendations.listing, name="recommendations"),
    path("aanbevelingen/nieuw/", recommendations.add, name="add_recommendation"),
    path("aanbevelingen/<int:number>/", recommendations.recommendation, name="recommendation"),
    path("aanbevelingen/<int:number>/wijzigen/", recommendations.change, name="change_recommendation"),
    path("aanbevelingen/<int:number>/verwijderen/", recommendations.delete, name="delete_recommendation"),
    path("bevindingen/<int:number>/", findings.finding, name="finding"),
    path("bevindingen/<int:number>/wijzigen/", write_finding.change, name="change_finding"),
    path("bevindingen/<int:number>/verwijderen/", write_finding.delete, name="delete_finding"),
    path("bevindingen/<int:number>/zekerheid/", confidence.confidence, name="judge_confidence"),
    path("bevindingen/<int:number>/samenvoegen/", merging.merge, name="merge_finding"),
    path("bevindingen/<int:number>/samenvoegen/<int:change_id>/terug/", merging.undo_merge, name="undo_merge"),
    path("bevindingen/<int:number>/splitsen/", merging.split, name="split_finding"),
    path("bevindingen/<int:number>/logboek/", logbook.tie, name="tie_entry"),
    path("bevindingen/<int:number>/logboek/<int:entry_id>/weg/", logbook.untie, name="untie_entry"),
    path("bevindingen/<int:number>/bewijs/", evidence.add, name="add_evidence"),
    path("bevindingen/<int:number>/bewijs/zoeken/", evidence.search, name="find_evidence"),
    path("bevindingen/<int:number>/bewijs/<int:fragment>/", evidence.change, name="change_evidence"),
    path("bevindingen/<int:number>/bewijs/<int:fragment>/weg/", evidence.unlink, name="unlink_evidence"),
]
