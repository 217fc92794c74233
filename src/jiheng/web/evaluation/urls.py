"""Addresses of the self-evaluation."""

from __future__ import annotations

from django.urls import path

from jiheng.web.evaluation import narrative_views, views

app_name = "evaluation"
urlpatterns = [
    path("<int:year>/<str:unit>/evaluation/", views.table, name="table"),
    path("<int:year>/<str:unit>/evaluation/narrative/", narrative_views.narrative, name="narrative"),
    path("<int:year>/<str:unit>/evaluation/narrative/<str:code>/save/", narrative_views.save, name="chapter-save"),
    path("<int:year>/<str:unit>/evaluation/narrative/<str:code>/try/", narrative_views.attempt, name="chapter-try"),
    path("<int:year>/<str:unit>/evaluation/checks/", narrative_views.checks, name="checks"),
    path("<int:year>/<str:unit>/evaluation/forms/", narrative_views.forms, name="forms"),
    path("<int:year>/<str:unit>/evaluation/forms/<str:name>", narrative_views.form, name="form"),
    path("<int:year>/<str:unit>/evaluation/preview/<str:form>/", narrative_views.preview, name="preview"),
    path("<int:year>/<str:unit>/evaluation/rows/", views.rows, name="rows"),
    path("<int:year>/<str:unit>/evaluation/line/<path:code>/save/", views.save, name="save"),
    path("<int:year>/<str:unit>/evaluation/line/<path:code>/", views.line, name="line"),
]
