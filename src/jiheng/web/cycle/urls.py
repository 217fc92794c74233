"""Addresses of the workflow's deeds."""

from __future__ import annotations

from django.urls import path

from jiheng.web.cycle.views import deed

app_name = "cycle"
urlpatterns = [path("<int:year>/<str:unit>/<str:stage>/do/<str:deed>/", deed, name="deed")]
