"""Addresses of the jobs."""

from __future__ import annotations

from django.urls import path

from jiheng.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("manage/jobs/", views.log, name="log"),
    path("<int:year>/<str:unit>/jobs/<int:pk>/", views.job, name="job"),
    path("<int:year>/<str:unit>/jobs/<int:pk>/progress/", views.progress, name="progress"),
    path("<int:year>/<str:unit>/jobs/<int:pk>/cancel/", views.cancel, name="cancel"),
]
