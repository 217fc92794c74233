"""The door for foreign bytes: what a library does with a file happens in a child, and a child that dies is one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiheng.core.apart import DiedError, Limits, call
from jiheng.core.fault import Place, Refused, refuse

RESAVE = "请用 Word、Excel 或 WPS 打开后另存为新文件，再试；仍不行的，请拆分为几个文件"
_WHY = {
    "memory": "读取时需要的内存超过上限",
    "time": "读取超过时限",
    "crash": "读取时程序异常终止，文件可能已损坏",
}


def guarded(work: str, path: Path, *given: Any, limits: Limits | None = None, warm: tuple[str, ...] = ()) -> Any:
    """Do ``module:function`` on a file in a child process.

    Args:
        work: the function; its first argument is the file.
        path: the file.
        given: what else the function takes.
        limits: memory and time that it may use.
        warm: modules worth holding ready.

    Raises:
        Refused: what the function refused, or one sentence about the file where the child died.
    """
    try:
        return call(work, path, *given, limits=limits, warm=warm)
    except DiedError as died:
        raise told(path, died) from died


def told(path: Path, died: DiedError) -> Refused:
    """The sentence about a file whose reader died."""
    return refuse(Place(file=path.name), _WHY[died.why], fix=RESAVE)
