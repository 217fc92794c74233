"""Addresses of the pages of 管理."""

from __future__ import annotations

from django.urls import path

from jiheng.web.management.views import calendar, directory, packs, units, users, years

app_name = "management"
urlpatterns = [
    path("manage/units/", units.tree, name="units"),
    path("manage/units/new/", units.add, name="add-unit"),
    path("manage/units/import/", directory.take, name="directory"),
    path("manage/units/import/template/", directory.blank, name="directory-template"),
    path("manage/units/<str:code>/", units.change, name="unit"),
    path("manage/units/<str:code>/active/", units.set_active, name="unit-active"),
    path("manage/users/", users.table, name="users"),
    path("manage/users/new/", users.add, name="add-user"),
    path("manage/users/slips/", directory.all_slips, name="slips"),
    path("manage/users/asked/", directory.asked, name="asked-roles"),
    path("manage/users/<int:user>/", users.one, name="user"),
    path("manage/users/<int:user>/do/<str:deed>/", users.deed, name="user-deed"),
    path("manage/users/<int:user>/roles/grant/", users.grant, name="grant"),
    path("manage/users/<int:user>/roles/<int:membership>/revoke/", users.revoke, name="revoke"),
    path("manage/years/", years.table, name="years"),
    path("manage/years/<int:year>/", years.one, name="year"),
    path("manage/years/<int:year>/active/", years.set_open, name="year-open"),
    path("manage/years/<int:year>/units/", years.open_units, name="open-units"),
    path("manage/years/<int:year>/deadlines/", years.set_deadlines, name="deadlines"),
    path("manage/years/<int:year>/units/<str:unit>/", years.unit, name="year-unit"),
    path("manage/calendar/", calendar.table, name="calendar"),
    path("manage/packs/", packs.table, name="packs"),
    path("manage/packs/<path:pack>/", packs.one, name="pack"),
]
