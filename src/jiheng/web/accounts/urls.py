"""Addresses of log-in, log-out and the own account."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from jiheng.web.accounts import opening_views, views

app_name = "accounts"
urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("login/code/", views.code, name="code"),
    # Without a token, so that public pages set no cookie and stay the same bytes; it changes nothing but the language.
    path("language/", csrf_exempt(set_language), name="language"),
    path("logout/", views.log_out, name="logout"),
    path("start/<str:token>/", opening_views.start, name="start"),
    path("activate/", views.activate, name="activate"),
    path("account/", views.own, name="own"),
    path("account/password/", views.password, name="password"),
    path("account/factor/", views.second_factor, name="factor"),
    path("account/recovery/", views.recovery_codes, name="recovery"),
    path("account/sessions/<int:session>/end/", views.end_session, name="end-session"),
]
