"""Where the state lives."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jiheng.core.home import home


def test_the_chosen_home_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", "/srv/jiheng")
    assert home() == Path("/srv/jiheng")


@pytest.mark.parametrize(
    ("platform", "variable", "folder"), [("linux", "XDG_DATA_HOME", "/data"), ("win32", "LOCALAPPDATA", "/appdata")]
)
def test_without_one_it_is_the_user_s_data_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, folder: str
) -> None:
    monkeypatch.delenv("JIHENG_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, folder)
    assert home() == Path(folder) / "jiheng"


def test_a_user_without_settings_has_it_in_their_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("JIHENG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", "/home/a")
    assert home() == Path("/home/a/.local/share/jiheng")
