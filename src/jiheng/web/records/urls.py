"""Addresses of the grids."""

from __future__ import annotations

from django.urls import path

from jiheng.web.records import carry_views, views

app_name = "records"
urlpatterns = [
    path("<int:year>/<str:unit>/data/", views.first, name="first"),
    path("<int:year>/<str:unit>/carry/", carry_views.carry, name="carry"),
    path("<int:year>/<str:unit>/carry/undo/", carry_views.undo, name="undo-carry"),
    path("<int:year>/<str:unit>/data/<str:table>/confirm/", carry_views.confirm, name="confirm"),
    path("<int:year>/<str:unit>/data/<str:table>/confirm/cells/", carry_views.confirm_cells, name="confirm-cells"),
    path("<int:year>/<str:unit>/data/<str:table>/", views.grid, name="grid"),
    path("<int:year>/<str:unit>/data/<str:table>/save/", views.save, name="save"),
    path("<int:year>/<str:unit>/data/<str:table>/delete/", views.delete, name="delete"),
    path("<int:year>/<str:unit>/data/<str:table>/step/", views.step, name="step"),
    path("<int:year>/<str:unit>/data/<str:table>/nil/", views.nil, name="nil"),
    path("<int:year>/<str:unit>/data/<str:table>/lay/", views.lay, name="lay"),
]
