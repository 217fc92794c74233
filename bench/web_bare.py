"""A bare Django page behind the same server: what the machine and the libraries cost before we do anything.

``python bench/web_bare.py PORT``
"""

from __future__ import annotations

import secrets
import sys

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from waitress import serve

PAGE = "<!doctype html><html><head><title>bare</title></head><body><p>bare</p></body></html>"


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("", bare)]

if __name__ == "__main__":
    settings.configure(
        SECRET_KEY=secrets.token_hex(),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="__main__",
        DATABASES={},
        MIDDLEWARE=[],
    )
    django.setup()
    serve(get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None)
