"""A process reads templates and packs before it answers its first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import Engine

import jiheng.web
from jiheng.packs.load import _sound_by_ids
from jiheng.web.cycle.models import Dossier
from jiheng.web.warm import templates, warm_up
from tests.web.conftest import County

ROOT = Path(jiheng.web.__file__).parent


def test_every_template_of_the_product_is_among_them() -> None:
    assert len(set(templates())) == len(list(ROOT.rglob("templates/**/*.html")))


def test_templates_and_packs_are_read_once_for_all_pages(county: County) -> None:
    loader = Engine.get_default().template_loaders[0]
    loader.reset()
    warm_up()
    assert set(templates()) <= set(vars(loader)["get_template_cache"])
    before = _sound_by_ids.cache_info().misses
    assert county.client("filler").get("/2024/900001/evaluation/").status_code == 200
    assert _sound_by_ids.cache_info().misses == before


@pytest.mark.django_db
def test_a_pack_that_is_not_there_keeps_nobody_from_serving(county: County) -> None:
    Dossier.objects.filter(pk=county.dossier.pk).update(pack="cn/nowhere/department")
    warm_up()
