"""Old Word and WPS documents (.doc, .wps, .rtf), turned into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from jiheng.core.fault import refuse
from jiheng.reading.draft import Draft
from jiheng.reading.word import read_word

TIMEOUT = 90
"""Seconds that one conversion may take."""

_PROGRAMS = ("soffice", "libreoffice")


def converter() -> str | None:
    """The path of LibreOffice, if it is installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def read_old_word(draft: Draft) -> None:
    """Read an old document through LibreOffice.

    Raises:
        Refused: LibreOffice is missing, or cannot open the file.
    """
    program = converter()
    if program is None:
        fix = "请安装 LibreOffice，或用 Word、WPS 另存为 .docx 后再试"
        raise refuse(draft.place(), "旧版文档需要 LibreOffice 才能读取，本机没有安装", fix=fix)
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        converted = _convert(program, draft.path, Path(folder))
        if converted is None:
            fix = "请确认没有打开密码，用 Word、WPS 另存为 .docx 后再试"
            raise refuse(draft.place(), "旧版文档打不开，可能已损坏或设有密码", fix=fix)
        read_word(draft, converted)


def _convert(program: str, source: Path, folder: Path) -> Path | None:
    """Convert in a profile of its own, so that no other call waits or fails; None if it did not work in time."""
    inbox, outbox = folder / "in", folder / "out"
    inbox.mkdir()
    copy = inbox / f"{source.stem or 'file'}{source.suffix or '.doc'}"
    shutil.copyfile(source, copy)
    command = [
        program, "--headless", "--norestore", "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(outbox), str(copy),
    ]  # fmt: skip
    _run(command)
    return next(outbox.glob("*.docx"), None) if outbox.is_dir() else None


def _run(command: list[str]) -> None:
    """Run to the end or the timeout; the program's children go with it."""
    with subprocess.Popen(  # noqa: S603 - a fixed program with a file that was identified
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
