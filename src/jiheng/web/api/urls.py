"""Addresses of the own tokens."""

from __future__ import annotations

from django.urls import path

from jiheng.web.api import pages

app_name = "tokens"
urlpatterns = [
    path("account/tokens/", pages.tokens, name="list"),
    path("account/tokens/<int:token>/end/", pages.revoke, name="end"),
]
