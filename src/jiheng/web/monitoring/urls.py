"""Addresses of monitoring."""

from __future__ import annotations

from django.urls import path

from jiheng.web.monitoring.views import cases, county, unit

app_name = "monitoring"
DOSSIER = "<int:year>/<str:unit>/monitoring/"
urlpatterns = [
    path("<int:year>/monitoring/", county.board, name="board"),
    path("<int:year>/monitoring/wall/", county.wall, name="wall"),
    path("<int:year>/monitoring/evaluate/", county.evaluate, name="evaluate-year"),
    path("<int:year>/monitoring/<str:month>/pack/", county.pack_page, name="pack-page"),
    path("<int:year>/monitoring/<str:month>/pack.<str:kind>", county.pack, name="pack"),
    path(DOSSIER, unit.projects, name="portfolio"),
    path(f"{DOSSIER}whole/", unit.project, name="whole"),
    path(f"{DOSSIER}projects/<str:project>/", unit.project, name="project"),
    path(f"{DOSSIER}forms/", unit.forms, name="forms"),
    path(f"{DOSSIER}forms/<str:period>/", unit.form, name="form"),
    path(f"{DOSSIER}forms/<str:period>/papers/<str:code>.xlsx", unit.paper, name="paper"),
    path(f"{DOSSIER}forms/<str:period>/<path:indicator>/save/", unit.save, name="save"),
    path(f"{DOSSIER}cases/", cases.cases, name="cases"),
    path(f"{DOSSIER}cases/evaluate/", cases.evaluate, name="evaluate"),
    path(f"{DOSSIER}cases/remind/", cases.remind, name="remind"),
    path(f"{DOSSIER}cases/<int:pk>/answer/", cases.answer, name="answer"),
    path(f"{DOSSIER}cases/<int:pk>/close/", cases.close, name="close"),
    path(f"{DOSSIER}notes/<int:pk>/", cases.note, name="note"),
]
