"""Addresses of rectification and of the use of results."""

from __future__ import annotations

from django.urls import path

from jiheng.web.rectification import views

app_name = "rectification"
urlpatterns = [
    path("<int:year>/proposals/", views.proposals, name="proposals"),
    path("<int:year>/<str:unit>/rectification/", views.items, name="items"),
    path("<int:year>/<str:unit>/rectification/open/", views.open_item, name="open"),
    path("<int:year>/<str:unit>/rectification/<int:pk>/answer/", views.answer, name="answer"),
    path("<int:year>/<str:unit>/rectification/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:year>/<str:unit>/rectification/propose/", views.propose, name="propose"),
    path("<int:year>/<str:unit>/rectification/decide/", views.decide, name="decide"),
]
