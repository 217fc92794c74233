"""Addresses of the switches."""

from __future__ import annotations

from django.urls import path

from jiheng.web.switching import views

app_name = "switching"
urlpatterns = [
    path("switch/units/", views.units, name="units"),
    path("switch/years/", views.years, name="years"),
]
