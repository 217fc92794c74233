"""Addresses of evidence files."""

from __future__ import annotations

from django.urls import path

from jiheng.web.files import views

app_name = "files"
urlpatterns = [
    path("<int:year>/<str:unit>/files/<int:pk>/", views.download, name="download"),
    path("<int:year>/<str:unit>/files/<int:pk>/delete/", views.delete, name="delete"),
    path("<int:year>/<str:unit>/files/of/<path:code>/", views.upload, name="upload"),
]
