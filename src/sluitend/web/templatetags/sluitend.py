"""The components as template tags; see /stijl/ while DEBUG is on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluitend.web import forms as web_forms
from sluitend.web import icons, navigation, registry

register = template.Library()

ALERT_ICONS = {
    "info": "info-circle",
    "ok": "circle-check",
    "warning": "alert-triangle",
    "error": "alert-octagon",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "plus" %}``: an inline icon; a label only where no text stands beside it."""
    return icons.icon(name, label)


@register.simple_tag
def field(bound: BoundField, mark_optional: bool = True) -> SafeString:
    """``{% field form.name %}``: label, help, error and control; an optional field says so, a filter need not."""
    if bound.is_hidden:
        return bound.as_hidden()
    optional = mark_optional and not (bound.field.required or getattr(bound.field, "one_of", False))
    context: dict[str, Any] = {"bound": bound, "optional": optional}
    if bound.use_fieldset:
        context["choices"] = web_forms.choices(bound)
    else:
        context["control"] = web_forms.control(bound)
    return render_to_string(web_forms.template_of(bound), context)


@register.inclusion_tag("web/forms/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """``{% error_summary form %}``: what is wrong, with links to the fields; gets focus when the page opens."""
    wrong = [(web_forms.target_of(bound), bound) for bound in form if bound.errors]
    return {"form": form, "wrong": wrong}


@register.inclusion_tag("web/forms/fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """``{% form_fields form %}``: error summary and all fields, hidden ones too; form element and buttons are yours."""
    return {"form": form}


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "") -> SafeString:
    """``{% alert "warning" title="…" %}…{% endalert %}``; kinds: info, ok, warning, error."""
    return render_to_string("web/components/alert.html", {"content": content, "kind": kind, "title": title})


@register.filter
def alert_icon(kind: str) -> str:
    """The second sign, besides colour, of a kind of alert."""
    return ALERT_ICONS[kind]


@register.filter
def alert_kind(message_tags: str) -> str:
    """Django's message levels as kinds of alert."""
    return {"success": "ok", "warning": "warning", "error": "error"}.get(message_tags.split(" ")[-1], "info")


@register.filter
def page_range(page: Page[Any]) -> Iterable[int | str]:
    """The page numbers to show, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_block_tag
def panel(content: str, heading: str = "", level: int = 2, id: str = "") -> SafeString:
    """``{% panel heading="…" %}…{% endpanel %}``: a white box with a heading."""
    return render_to_string(
        "web/components/panel.html", {"content": content, "heading": heading, "level": level, "id": id}
    )


@register.simple_block_tag
def table_region(content: str, label: str) -> SafeString:
    """``{% table_region label="…" %}<table>…{% endtable_region %}``: scrolls sideways, by keyboard too."""
    return render_to_string("web/components/table_region.html", {"content": content, "label": label})


@register.inclusion_tag("web/components/navigation_links.html", takes_context=True)
def main_navigation(context: Context) -> dict[str, Any]:
    """The main navigation, from the registry."""
    request = _request_of_user(context)
    return {"links": navigation.main_links(request, registry.main_navigation) if request else []}


@register.inclusion_tag("web/components/user_menu.html", takes_context=True)
def user_menu(context: Context) -> dict[str, Any]:
    """The user's name with the menu under it; nothing for who is not logged in."""
    request = _request_of_user(context)
    if request is None:
        return {"user": None}
    evaluation = context.get("evaluation")
    notes = [str(note.text(request.user, evaluation)) for note in registry.user_notes]
    return {
        "user": request.user,
        "notes": list(filter(None, notes)),
        "links": navigation.main_links(request, registry.user_menu),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/components/side_navigation.html", takes_context=True)
def evaluation_navigation(context: Context) -> dict[str, Any]:
    """The parts of the evaluation in the context, from the registry."""
    return {"links": navigation.evaluation_links(context["request"], context["evaluation"])}


@register.inclusion_tag("web/components/page_notices.html", takes_context=True)
def page_notices(context: Context) -> dict[str, Any]:
    """Places for what other rooms have to say of this page; filled after it has been shown."""
    request = _request_of_user(context)
    match = request.resolver_match if request else None
    if request is None or match is None or request.method != "GET":
        return {"addresses": []}
    asked = (request.user, context["evaluation"], match.view_name, match.kwargs)
    return {"addresses": list(filter(None, (one.address(*asked) for one in registry.page_notices)))}


@register.simple_tag(takes_context=True)
def summary_cards(context: Context) -> list[registry.Card]:
    """``{% summary_cards as cards %}{% for card in cards %}{% summary_card card %}{% endfor %}``."""
    user, evaluation = context["request"].user, context["evaluation"]
    built = (card.build(user, evaluation) for card in registry.summary_cards)
    return [card for card in built if card]


@register.simple_tag(takes_context=True)
def summary_card(context: Context, card: registry.Card) -> SafeString:
    """One summary card, by its own template."""
    return render_to_string(card.template, {**card.context, "evaluation": context["evaluation"]}, context["request"])


def _request_of_user(context: Context) -> HttpRequest | None:
    """The request, when somebody is logged in; error pages may have neither."""
    request: HttpRequest | None = context.get("request")
    known = request is not None and hasattr(request, "user") and request.user.is_authenticated
    return request if known else None
