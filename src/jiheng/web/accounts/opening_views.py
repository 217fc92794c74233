"""The page behind the one-time address: region, bureau, three administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from jiheng.web.accounts import opening
from jiheng.web.accounts.activation import HOURS
from jiheng.web.accounts.login import address_of
from jiheng.web.accounts.opening_form import Start
from jiheng.web.actions import Refusal


@never_cache
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for what the first accounts need; show their slips once."""
    if not opening.is_good(token):
        return render(request, "accounts/start_gone.html", status=410)
    form = Start(request.POST or None)
    if form.is_valid():
        try:
            slips = opening.open_with(token, form.unit(), form.users(), address_of(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"slips": slips, "hours": HOURS, "address": request.build_absolute_uri("/activate/")}
            return render(request, "accounts/started.html", context)
    return render(request, "accounts/start.html", {"form": form})
