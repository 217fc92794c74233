"""A locked file is a sign of life: one holds it, the others see that, and it ends with its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from jiheng.core.alive import hold, take

HOLDER = "import sys, pathlib; from jiheng.core.alive import hold; h = hold(pathlib.Path(sys.argv[1])); print('up', flush=True); sys.stdin.read()"


def test_what_one_holds_no_other_gets_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    held = hold(path)
    assert held is not None
    assert hold(path) is None
    held.close()
    again = hold(path)
    assert again is not None
    again.close()


def test_a_killed_process_lets_go_even_of_a_file_that_is_no_longer_there(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    words = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        with path.open("ab") as seen:
            path.unlink()
            assert not take(seen)
            process.kill()
            process.wait()
            assert take(seen)
