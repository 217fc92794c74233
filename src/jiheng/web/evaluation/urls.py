"""Addresses of the self-evaluation."""

from __future__ import annotations

from django.urls import path

from jiheng.web.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("<int:year>/<str:unit>/evaluation/", views.table, name="table"),
    path("<int:year>/<str:unit>/evaluation/rows/", views.rows, name="rows"),
    path("<int:year>/<str:unit>/evaluation/line/<path:code>/save/", views.save, name="save"),
    path("<int:year>/<str:unit>/evaluation/line/<path:code>/", views.line, name="line"),
]
