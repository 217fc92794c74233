"""What the machine refuses, in words: a full disk, a locked or damaged database, a folder that cannot be written."""

from __future__ import annotations

import errno
from collections.abc import Mapping

_BY_TEXT: Mapping[str, str] = {
    "disk is full": "full",
    "disk i/o error": "damaged",
    "malformed": "damaged",
    "not a database": "damaged",
    "locked": "locked",
    "readonly": "read-only",
    "read-only": "read-only",
    "unable to open database": "read-only",
    "connection": "away",
}
_BY_NUMBER = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
}
_DATABASE = frozenset({"OperationalError", "DatabaseError", "InterfaceError"})
SENTENCES = {
    "full": "磁盘已满，没有保存。请系统管理员清理磁盘或扩容后再试",
    "locked": "数据库正被占用，没有保存。请稍后再试；一直如此的，请系统管理员检查是否有别的程序打开了数据库",
    "damaged": "数据库已损坏，没有保存。请系统管理员停止服务，用最近的备份恢复（jiheng restore）",
    "read-only": "数据文件夹不能写入，没有保存。请系统管理员检查 JIHENG_HOME 的权限，或磁盘是否变为只读",
    "away": "数据库连接不上，没有保存。请系统管理员检查数据库是否在运行",
}
"""Kind → what a person and the administrator are told."""


def sentence(error: BaseException) -> str:
    """What to tell, by the error or what it came from; empty for an error of another kind.

    Example: ``sentence(OSError(errno.ENOSPC, "No space left on device"))`` tells of the full disk.
    """
    seen: BaseException | None = error
    while seen is not None:
        if kind := _kind(seen):
            return SENTENCES[kind]
        seen = seen.__cause__
    return ""


def _kind(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    if not any(each.__name__ in _DATABASE for each in type(error).__mro__):
        return ""
    text = str(error).lower()
    return next((kind for words, kind in _BY_TEXT.items() if words in text), "")
