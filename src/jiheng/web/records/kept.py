"""What was computed from data that have not changed since: held in memory, and in files that outlive a restart.

A state of the data has a name that no other state ever has (``Dossier.stamp``), a rule pack has its hash; whoever
computes from them takes both as arguments. An upgrade may change what the program computes, therefore the names of the
files also carry a digest of the program itself.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache, wraps
from pathlib import Path
from threading import Lock
from typing import TypeVar, TypeVarTuple

from django.conf import settings

import jiheng
from jiheng.web.records import shelf
from jiheng.web.records.pickled import dumps

Args = TypeVarTuple("Args")
Made = TypeVar("Made")
IN_MEMORY = 64
"""Results of one function in memory; the files under ``settings.COMPUTED`` hold many more."""
QUICK = 1
"""Level of compression: a tenth of the size for a tenth of the time of the best."""
DAMAGED = (pickle.UnpicklingError, zlib.error, EOFError, AttributeError, ImportError, TypeError, ValueError)
"""What reading a damaged file raises; it is computed again."""


def kept(compute: Callable[[*Args], Made]) -> Callable[[*Args], Made]:
    """Let a function of plain arguments, each with a telling ``repr``, compute every result once."""
    memory: OrderedDict[Hashable, Made] = OrderedDict()
    lock = Lock()

    @wraps(compute)
    def recall(*args: *Args) -> Made:
        with lock:
            if args in memory:
                memory.move_to_end(args)
                return memory[args]
        made = _from_file(compute, args)
        with lock:
            memory[args] = made
            while len(memory) > IN_MEMORY:
                memory.popitem(last=False)
        return made

    return recall


def _from_file(compute: Callable[[*Args], Made], args: tuple[*Args]) -> Made:
    name = hashlib.sha256(f"{program()} {compute.__module__}.{compute.__qualname__}{args!r}".encode()).hexdigest()
    with suppress(*DAMAGED):
        if content := shelf.read(settings.COMPUTED, name):
            found: Made = pickle.loads(zlib.decompress(content))  # noqa: S301 - only this program writes there
            return found
    made = compute(*args)
    shelf.write(settings.COMPUTED, name, zlib.compress(dumps(made), QUICK))
    return made


@cache
def program() -> str:
    """A digest of the program: names, sizes and times of its modules and packs."""
    root = Path(jiheng.__file__).parent
    files = (path for path in root.rglob("*") if path.suffix in {".py", ".yaml"} and path.is_file())
    seen = sorted((str(path.relative_to(root)), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    return hashlib.sha256(repr((jiheng.__version__, seen)).encode()).hexdigest()
