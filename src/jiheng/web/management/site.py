"""The stock admin for maintainers: no log-in page of its own, no view that changes a password."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class MaintenanceSite(AdminSite):
    """Log-in goes through the one door with lockout and second factor."""

    site_header = _("绩衡维护")
    site_title = _("绩衡维护")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Send who is not a maintainer to the product's own log-in, or to the desk."""
        if request.user.is_authenticated:
            return redirect("desk")
        return redirect(f"{resolve_url('accounts:login')}?{urlencode({'next': request.get_full_path()})}")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ARG002 - as above
        """The product's own page."""
        return redirect("accounts:password")
