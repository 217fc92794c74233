"""The hook for a virus scanner: a program of the installation that is asked about every upload.

``JIHENG_SCANNER`` is its command line; the file's path is put behind it. Exit code 0 says clean, 1 says infected (the
convention of clamdscan and others); anything else, or no answer in time, means that nobody has looked, and the upload
is refused: what was not scanned never passes as clean.
"""

from __future__ import annotations

import logging
import os
import shlex
import subprocess
from pathlib import Path

from django.utils.translation import gettext as _

from jiheng.web.actions import Refusal

VARIABLE = "JIHENG_SCANNER"
PATIENCE = 60
"""Seconds that one scan may take."""
INFECTED = 1
log = logging.getLogger("jiheng")


def scan(path: Path, name: str) -> None:
    """Have a file scanned, if the installation has a scanner.

    Raises:
        Refusal: infected, or the scanner did not answer.
    """
    command = shlex.split(os.environ.get(VARIABLE, ""))
    if not command:
        return
    code = _asked([*command, str(path)])
    if code == INFECTED:
        raise Refusal(_("“%(name)s”没有保存：杀毒软件报告其中有病毒。") % {"name": name})
    if code != 0:
        log.error("the virus scanner did not answer: %s", code)
        raise Refusal(_("“%(name)s”没有保存：杀毒软件没有应答，请稍后再试或联系系统管理员。") % {"name": name})


def _asked(command: list[str]) -> int | str:
    """The scanner's exit code, or why there is none."""
    try:
        return subprocess.run(  # noqa: S603 - the installation's own program
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
