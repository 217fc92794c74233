"""Addresses of publishing and of the public pages."""

from __future__ import annotations

from django.urls import path

from jiheng.web.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("<int:year>/<str:unit>/disclosure/", views.duty_list, name="duties"),
    path("<int:year>/<str:unit>/disclosure/preview/", views.preview, name="preview"),
    path("<int:year>/<str:unit>/disclosure/withdraw/", views.withdraw, name="withdraw"),
    path("<int:year>/<str:unit>/disclosure/publish/", views.publish, name="publish"),
    path("public/", views.public_list, name="public_list"),
    path("public/<int:year>/<str:unit>/", views.public_page, name="public_page"),
    path("public/<int:year>/<str:unit>/<str:name>", views.public_file, name="public_file"),
]
