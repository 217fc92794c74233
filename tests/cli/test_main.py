"""The command's own sentences: Chinese by default, English on request, exit 2 for a wrong call."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def run(*words: str, language: str = "zh") -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from jiheng.cli.main import main; main()", *words]
    return subprocess.run(call, capture_output=True, text=True, check=False, env=os.environ | {"JIHENG_LANG": language})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score", "nowhere"), "路径 'nowhere' 不存在"),
        (("scoer",), "没有命令 'scoer'"),
        (("score",), "缺少参数"),
        (("score", "--engin", "x", "y"), "是不是要用 '--engine'"),
    ],
)
def test_a_wrong_call_is_answered_in_chinese_with_exit_2(words: tuple[str, ...], said: str) -> None:
    answer = run(*words)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stdout == ""


def test_the_same_in_english_on_request() -> None:
    answer = run("score", "nowhere", language="en")
    assert answer.returncode == 2
    assert "does not exist" in answer.stderr


def test_the_help_lists_every_verb_with_a_sentence() -> None:
    assert "按规则包计算得分" in run("--help").stdout


def test_the_package_itself_can_be_called_where_the_command_is_not_on_the_path() -> None:
    answer = subprocess.run([sys.executable, "-m", "jiheng", "--help"], capture_output=True, text=True, check=False)
    assert answer.stdout == run("--help").stdout
