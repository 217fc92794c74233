"""All addresses."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, re_path

from jiheng.web.api.views import api, nowhere
from jiheng.web.desk.views import desk

urlpatterns = [
    path("", desk, name="desk"),
    path("", include("jiheng.web.accounts.urls")),
    path("", include("jiheng.web.cycle.urls")),
    path("", include("jiheng.web.desk.urls")),
    path("", include("jiheng.web.switching.urls")),
    path("", include("jiheng.web.search.urls")),
    path("", include("jiheng.web.notices.urls")),
    path("", include("jiheng.web.records.urls")),
    path("", include("jiheng.web.monitoring.urls")),
    path("", include("jiheng.web.jobs.urls")),
    path("", include("jiheng.web.files.urls")),
    path("", include("jiheng.web.imports.urls")),
    path("", include("jiheng.web.targets.urls")),
    path("api/v1/", api.urls),
    re_path("^api/", nowhere, name="nowhere"),
    path("", include("jiheng.web.api.urls")),
    path("", include("jiheng.web.rectification.urls")),
    path("", include("jiheng.web.disclosure.urls")),
    path("", include("jiheng.web.evaluation.urls")),
    path("", include("jiheng.web.review.urls")),
    path("", include("jiheng.web.rules.urls")),
    path("", include("jiheng.web.management.urls")),
    path("", include("jiheng.web.audit.urls")),
    path("maintenance/", admin.site.urls),
]
handler403 = "jiheng.web.errors.denied"
handler404 = "jiheng.web.errors.not_found"
handler500 = "jiheng.web.errors.server_error"
