"""The archive of an evaluation, for the project leader: ask for it, have it once."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions import archive as archiving
from sluitend.apps.reporting.forms_archive import ArchiveForm
from sluitend.apps.reporting.queries.archives import archive_for, archives_for
from sluitend.errors import InputError
from sluitend.web.wording import sentence

TITLE = pgettext_lazy("noun", "Archive")


@require_safe
def archive(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """What an archive is, and those that were asked for; only the list, for the page to renew while one is made."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.ARCHIVE)
    lines = archives_for(user, evaluation)
    context = {"evaluation": evaluation, "lines": lines, "busy": any(line.is_busy for line in lines)}
    part = "reporting/parts/archives.html" if request.headers.get("HX-Request") else "reporting/archive.html"
    return render(request, part, context)


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Choose what goes along, and the passphrase."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.ARCHIVE)
    back = reverse("reporting:archive", args=[evaluation.pk])
    editing = Editing(
        title=_("Make an archive"),
        lead=_(
            "Design, released texts, codes, findings and report always go along. Who has the file and the passphrase "
            "reads all that is in it."
        ),
        back=back,
        save=lambda data: archiving.request_archive(actor=user, evaluation=evaluation, **data),
        done=_("The archive is being made. It appears in the list below."),
        submit=_("Make the archive"),
        path=((TITLE, back),),
    )
    return edit(request, evaluation, ArchiveForm(posted(request)), editing)


@require_POST
def fetch(request: HttpRequest, evaluation_id: int, archive_id: int) -> HttpResponseBase:
    """The file, once; recorded."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.ARCHIVE)
    asked = archive_for(user, evaluation, archive_id)
    try:
        file = archiving.fetch_archive(actor=user, asked=asked)
    except InputError as error:
        messages.error(request, sentence(error))
        return redirect("reporting:archive", evaluation_id=evaluation.pk)
    title = slugify(evaluation.title)[:60].strip("-")
    name = f"archief-{title}-{timezone.localdate(asked.at).isoformat()}.sluitend"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")


@require_POST
def discard(request: HttpRequest, evaluation_id: int, archive_id: int) -> HttpResponse:
    """Destroy one that nobody needs any more, or stop the work on it."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.ARCHIVE)
    if archiving.discard_archive(actor=user, asked=archive_for(user, evaluation, archive_id)):
        messages.success(request, gettext("The archive has been destroyed."))
    else:  # somebody may have the file: who thinks that it is nowhere must know
        messages.error(request, sentence(InputError("reporting.archive_gone")))
    return redirect("reporting:archive", evaluation_id=evaluation.pk)
