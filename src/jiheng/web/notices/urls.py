"""Addresses of the notices."""

from __future__ import annotations

from django.urls import path

from jiheng.web.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.table, name="table"),
    path("notices/read/", views.read, name="read"),
    path("notices/read-all/", views.read_all, name="read-all"),
    path("notices/count/", views.count, name="count"),
]
