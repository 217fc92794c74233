"""Addresses of the import wizard."""

from __future__ import annotations

from django.urls import path

from jiheng.web.imports import views

app_name = "imports"
urlpatterns = [
    path("<int:year>/<str:unit>/import/", views.first, name="first"),
    path("<int:year>/<str:unit>/import/template/", views.template, name="template"),
    path("<int:year>/<str:unit>/import/filled/", views.filled, name="filled"),
    path("<int:year>/<str:unit>/import/forms/", views.forms, name="forms"),
    path("<int:year>/<str:unit>/import/<int:pk>/", views.show, name="show"),
    path("<int:year>/<str:unit>/import/<int:pk>/columns/", views.columns, name="columns"),
    path("<int:year>/<str:unit>/import/<int:pk>/take/", views.take, name="take"),
    path("<int:year>/<str:unit>/import/<int:pk>/delete/", views.delete, name="delete"),
    path("<int:year>/<str:unit>/import/<int:pk>/decide/", views.decide, name="decide"),
    path("<int:year>/<str:unit>/import/<int:pk>/mark/", views.mark, name="mark"),
    path("<int:year>/<str:unit>/import/<int:pk>/marked/", views.marked, name="marked"),
]
