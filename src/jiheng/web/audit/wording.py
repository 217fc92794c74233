"""How the log words what an action was given: every input by a name that its reader knows, codes as words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "basis": gettext_noop("所审数据版本"),
        "because": gettext_noop("依据"),
        "choice": gettext_noop("处理意见"),
        "days": gettext_noop("有效天数"),
        "decision": gettext_noop("决定"),
        "done": gettext_noop("确认完成"),
        "due": gettext_noop("完成期限"),
        "feedback": gettext_noop("整改情况"),
        "in_force": gettext_noop("施行日期"),
        "indicator": gettext_noop("指标"),
        "revision": gettext_noop("所见版次"),
        "said": gettext_noop("上传时写明的内容"),
        "sound_only": gettext_noop("只导出正确的行"),
        "kind": gettext_noop("事项"),
        "measure": gettext_noop("措施"),
        "month": gettext_noop("月份"),
        "name": gettext_noop("名称"),
        "nil": gettext_noop("零填报"),
        "outcome": gettext_noop("办结情形"),
        "owner": gettext_noop("责任人"),
        "pack": gettext_noop("规则包"),
        "problem": gettext_noop("问题"),
        "reason": gettext_noop("原因"),
        "seen": gettext_noop("所见版本"),
        "sender": gettext_noop("发函单位"),
        "sheet": gettext_noop("工作表"),
        "stored": gettext_noop("存放名"),
        "table": gettext_noop("数据表"),
        "text": gettext_noop("说明"),
    }
)
"""The inputs of actions."""
_TRUTH = {True: gettext_noop("是"), False: gettext_noop("否")}
_STOP, _COLON = "；", "："


def told(given: Mapping[str, Any], coded: Mapping[str, Mapping[Any, Any]]) -> str:
    """The short inputs in words; longer ones (rows, files) are the action's own to tell.

    Args:
        given: the inputs by the names of the action's fields.
        coded: for an input that is a code, the word of each code.
    """
    short = {name: value for name, value in given.items() if isinstance(value, str | int | date) and str(value).strip()}
    words = {name: coded.get(name, _TRUTH if isinstance(value, bool) else {}) for name, value in short.items()}
    return _STOP.join(
        f"{NAMES.get(name, name)}{_COLON}{words[name].get(value, value)}" for name, value in short.items()
    )


def shown(detail: str) -> str:
    """A detail of the log in the reader's language, as far as it consists of words of the product."""
    return _STOP.join(_part(part) for part in detail.split(_STOP))


def _part(part: str) -> str:
    name, colon, value = part.partition(_COLON)
    if not colon:
        return part
    # what older versions wrote kept the names of the fields
    return f"{_word(NAMES.get(name, name))}{_COLON}{_word(value)}"


def _word(text: str) -> str:
    return _(text) if text else ""
