"""The language of the interface."""

from __future__ import annotations

import pytest

from jiheng.core.i18n import N_, _


def test_chinese_is_the_source_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_LANG", "zh")
    assert _("按规则包计算得分") == "按规则包计算得分"


def test_an_unknown_language_falls_back_to_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_LANG", "xx")
    assert _("按规则包计算得分") == "按规则包计算得分"


def test_marking_a_string_leaves_it_alone() -> None:
    assert N_("按规则包计算得分") == "按规则包计算得分"
