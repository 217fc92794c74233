"""Addresses of the reminders."""

from __future__ import annotations

from django.urls import path

from jiheng.web.desk import reminders

app_name = "reminders"
urlpatterns = [
    path("<int:year>/reminders/", reminders.overview, name="list"),
    path("<int:year>/reminders/send/", reminders.send, name="send"),
    path("<int:year>/reminders/text/", reminders.text, name="text"),
]
