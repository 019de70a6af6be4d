"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, include, path

from sluitend.apps.design.views import (
    agreements,
    audit,
    bodies,
    evaluated_object,
    framework,
    general,
    home,
    logbook,
    matrix,
    meetings,
    members,
    order,
    own_templates,
    perspectives,
    places,
    planning,
    questions,
    start_page,
)

app_name = "design"
Addresses = list[URLPattern | URLResolver]

question: Addresses = [
    path("", questions.question, name="question"),
    path("formulering/", questions.reword_question, name="reword_question"),
    path("toelichting/", questions.explain_question, name="explain_question"),
    path("laten-vervallen/", questions.drop_question, name="drop_question"),
    path("terughalen/", questions.restore_question, name="restore_question"),
]
perspective: Addresses = [
    path("", perspectives.perspective, name="perspective"),
    path("gespreksleidraad/", perspectives.topic_list, name="topic_list"),
    path("wijzigen/", perspectives.change_perspective, name="change_perspective"),
    path("verwijderen/", perspectives.delete_perspective, name="delete_perspective"),
    path("onderwerpen/toevoegen/", perspectives.add_topic, name="add_topic"),
    path("onderwerpen/<int:topic_id>/", perspectives.change_topic, name="change_topic"),
    path("onderwerpen/<int:topic_id>/verwijderen/", perspectives.delete_topic, name="delete_topic"),
]
criterion: Addresses = [
    path("", framework.criterion, name="criterion"),
    path("wijzigen/", framework.change_criterion, name="change_criterion"),
    path("laten-vervallen/", framework.drop_criterion, name="drop_criterion"),
    path("terughalen/", framework.restore_criterion, name="restore_criterion"),
]
body: Addresses = [
    path("", bodies.body, name="body"),
    path("wijzigen/", bodies.change_body, name="change_body"),
    path("verwijderen/", bodies.delete_body, name="delete_body"),
    path("leden/toevoegen/", bodies.seat, name="seat"),
    path("bijeenkomsten/toevoegen/", meetings.add_meeting, name="add_meeting"),
]
meeting: Addresses = [
    path("", meetings.meeting, name="meeting"),
    path("wijzigen/", meetings.change_meeting, name="change_meeting"),
    path("verwijderen/", meetings.delete_meeting, name="delete_meeting"),
    path("besluiten/toevoegen/", meetings.add_decision, name="add_decision"),
    path("acties/toevoegen/", meetings.add_body_action, name="add_body_action"),
]
consultation: Addresses = [
    path("", bodies.bodies, name="bodies"),
    path("toevoegen/", bodies.add_body, name="add_body"),
    path("<int:body_id>/", include(body)),
    path("leden/<int:member_id>/verwijderen/", bodies.unseat, name="unseat"),
    path("bijeenkomsten/<int:meeting_id>/", include(meeting)),
    path("besluiten/<int:decision_id>/verwijderen/", meetings.delete_decision, name="delete_decision"),
    path("besluiten/<int:decision_id>/logboek/", meetings.carry_to_logbook, name="carry_to_logbook"),
    path("acties/<int:action_id>/", meetings.change_body_action, name="change_body_action"),
]
setup: Addresses = [
    path("", general.setup, name="setup"),
    path("gegevens/", general.general, name="general"),
    path("vragen/", questions.questions, name="questions"),
    path("vragen/toevoegen/", questions.add_question, name="add_question"),
    path("vragen/<str:label>/", include(question)),
    path("perspectieven/", perspectives.perspectives, name="perspectives"),
    path("perspectieven/toevoegen/", perspectives.add_perspective, name="add_perspective"),
    path("perspectieven/<int:perspective_id>/", include(perspective)),
    path("plaatsen/", places.places, name="places"),
    path("plaatsen/toevoegen/", places.add_places, name="add_places"),
    path("plaatsen/regio/", places.take_region, name="take_region"),
    path("plaatsen/<int:place_id>/", places.change_place, name="change_place"),
    path("plaatsen/<int:place_id>/verwijderen/", places.delete_place, name="delete_place"),
    path("methoden/", planning.methods, name="methods"),
    path("methoden/toevoegen/", planning.add_method, name="add_method"),
    path("methoden/<int:method_id>/", planning.change_method, name="change_method"),
    path("methoden/<int:method_id>/verwijderen/", planning.delete_method, name="delete_method"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/<str:label>/<int:perspective_id>/", matrix.cell, name="cell"),
    path("kader/", framework.framework, name="framework"),
    path("kader/toevoegen/", framework.add_criterion, name="add_criterion"),
    path("kader/vastleggen/", framework.lock_framework, name="lock_framework"),
    path("kader/<int:criterion_id>/", include(criterion)),
    path("afspraken/", agreements.agreements, name="agreements"),
    path("afspraken/toevoegen/", agreements.add_agreements, name="add_agreements"),
    path("afspraken/<int:number>/", agreements.change_agreement, name="change_agreement"),
    path("afspraken/<int:number>/verwijderen/", agreements.delete_agreement, name="delete_agreement"),
    path("overleg/", include(consultation)),
    path("object/", evaluated_object.evaluated_object, name="object"),
    path("object/nieuwe-versie/", evaluated_object.add_version, name="add_object_version"),
    path("object/<int:number>/", evaluated_object.describe_version, name="describe_object_version"),
    path("planning/", planning.phases, name="phases"),
    path("planning/inplannen/", planning.plan_phases, name="plan_phases"),
    path("planning/toevoegen/", planning.add_phase, name="add_phase"),
    path("planning/<int:phase_id>/", planning.change_phase, name="change_phase"),
    path("planning/<int:phase_id>/verwijderen/", planning.delete_phase, name="delete_phase"),
    path("sjabloon/", own_templates.from_evaluation, name="make_template"),
    path("volgorde/<str:what>/<str:identifier>/", order.move, name="move"),
]
evaluation: Addresses = [
    path("", start_page.evaluation, name="evaluation"),
    path("status/", general.status, name="status"),
    path("opzet/", include(setup)),
    path("logboek/", logbook.logbook, name="logbook"),
    path("logboek/toevoegen/", logbook.add_entry, name="add_entry"),
    path("logboek/<int:entry_id>/", logbook.change_entry, name="change_entry"),
    path("leden/", members.members, name="members"),
    path("leden/toevoegen/", members.add_member, name="add_member"),
    path("leden/<int:membership_id>/", members.change_role, name="change_role"),
    path("leden/<int:membership_id>/verwijderen/", members.remove_member, name="remove_member"),
    path("leden/uitnodigingen/<int:invitation_id>/", members.withdraw_invitation, name="withdraw_invitation"),
    path("controlespoor/", audit.audit, name="audit"),
    path("controlespoor/csv/", audit.audit_export, name="audit_export"),
]

urlpatterns: Addresses = [
    path("", home.home, name="home"),
    path("evaluaties/beginnen/", home.begin, name="begin"),
    path("evaluaties/sjablonen/uploaden/", own_templates.upload, name="upload_template"),
    path("evaluaties/sjablonen/<slug:key>/", own_templates.own_template, name="own_template"),
    path("evaluaties/sjablonen/<slug:key>/yaml/", own_templates.download, name="download_template"),
    path("evaluaties/sjablonen/<slug:key>/verwijderen/", own_templates.delete, name="delete_template"),
    path("evaluaties/beginnen/<slug:template_key>/", home.begin_with, name="begin_with"),
    path("evaluaties/<int:evaluation_id>/", include(evaluation)),
]
