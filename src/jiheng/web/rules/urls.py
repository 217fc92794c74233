"""Addresses of the pages of 规则."""

from __future__ import annotations

from django.urls import path

from jiheng.web.rules import views
from jiheng.web.rules.views import deeds, papers

app_name = "rules"
urlpatterns = [
    path("manage/rules/", views.table, name="table"),
    path("manage/rules/new/", deeds.new, name="new"),
    path("manage/rules/<int:pk>/", views.one, name="one"),
    path("manage/rules/<int:pk>/row/", deeds.row, name="row"),
    path("manage/rules/<int:pk>/settle/", deeds.settle, name="settle"),
    path("manage/rules/<int:pk>/header/", deeds.header, name="header"),
    path("manage/rules/<int:pk>/replace/", deeds.replace, name="replace"),
    path("manage/rules/<int:pk>/drop/", deeds.drop, name="drop"),
    path("manage/rules/<int:pk>/copy/", deeds.copy, name="copy"),
    path("manage/rules/<int:pk>/release/", deeds.release, name="release"),
    path("manage/rules/<int:pk>/withdraw/", deeds.withdraw, name="withdraw"),
    path("manage/rules/<int:pk>/book/", papers.book, name="book"),
    path("manage/rules/<int:pk>/parcel/", papers.parcel, name="parcel"),
    path("manage/rules/<int:pk>/trial/", views.trial, name="trial"),
    path("manage/rules/<int:pk>/trial/paper/<str:kind>/", papers.paper, name="paper"),
]
