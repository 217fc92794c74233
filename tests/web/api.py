"""Calling the API in tests."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from jiheng.web.api.actions import MakeToken
from jiheng.web.organisation.models import Membership
from tests.web.conftest import County

DOSSIER = "/api/v1/dossiers/2024/900001"


def token(county: County, role: str) -> str:
    actor = county.actor(role)
    text: str = MakeToken(actor, Membership.objects.get(user=actor.user), name="测试", days=1).run()
    return text


def caller(county: County, role: str) -> Client:
    return Client(headers={"authorization": f"Bearer {token(county, role)}"})


def call(client: Client, method: str, path: str, body: Any = None) -> Any:
    return client.generic(method, path, json.dumps(body) if body is not None else "", content_type="application/json")
