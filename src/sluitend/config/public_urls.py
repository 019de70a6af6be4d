"""Private by default: every view needs a login unless its URL name stands here, on purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase

PUBLIC = frozenset(
    {
        "account_inactive",
        "account_login",
        "account_logout",  # also leaves a login half-way, before the second factor
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "people:login_link",
        "people:invitation",
        "web:accessibility",
        "web:language",
        "web:privacy",
        "web:health",
    }
)


class PrivateByDefault(LoginRequiredMiddleware):
    """Django's LoginRequiredMiddleware, with our list instead of decorators spread over views."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.resolver_match and request.resolver_match.view_name in PUBLIC:
            return None
        if request.user.is_authenticated:
            return None
        return self.handle_no_permission(request, view_func)
