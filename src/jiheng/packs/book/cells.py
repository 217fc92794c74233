"""How one thing of a pack stands in one cell: text as it is; what is no plain text, in the short form of YAML."""

from __future__ import annotations

from jiheng.core.fault import Faults
from jiheng.packs.book.files import flow
from jiheng.packs.book.sheets import WORDS
from jiheng.packs.source import Plain, Written, read_text

OPENERS = ("{", "[", '"', "'", "※")
"""A cell that begins with one of these is in the short form."""
NOTHING = "null"
SEPARATOR = "/"


def shown(key: str, value: Plain) -> str:
    """The cell of a value under a key.

    Example:
        >>> shown("weight", "10"), shown("evidence", ["批复", "明细"]), shown("method/kind", "step")
        ('10', '[批复, 明细]', '逐档扣分')
    """
    if isinstance(value, str):
        word = WORDS.get(key, {}).get(value, value)
        return word if _is_plain(word) else flow(value)
    return NOTHING if value is None else flow(value)


def _is_plain(text: str) -> bool:
    return bool(text) and text == text.strip() and text != NOTHING and not text.startswith(OPENERS)


def read(key: str, cell: str, file: str, line: int, faults: Faults) -> Written:
    """What a cell says, with the sheet and the row that it stands in."""
    text = cell.strip()
    if text == NOTHING:
        return Written(None, file, line)
    if not text.startswith(OPENERS):
        codes = {word: code for code, word in WORDS.get(key, {}).items()}
        return Written(codes.get(text, text), file, line)
    own = Faults()
    found = read_text(text, file, own)
    for fault in own.found:
        faults.add(Written("", file, line).place, fault.problem, value=text[:40], fix=fault.fix)
    return _placed(found, file, line)


def _placed(written: Written, file: str, line: int) -> Written:
    value = written.value
    if isinstance(value, dict):
        return Written({key: _placed(entry, file, line) for key, entry in value.items()}, file, line)
    if isinstance(value, list):
        return Written([_placed(item, file, line) for item in value], file, line)
    return Written(value, file, line)


def flattened(entries: dict[str, Plain]) -> dict[str, Plain]:
    """The entries, those of a mapping inside one level up under ``key/inner``; an empty mapping stays one."""
    flat: dict[str, Plain] = {}
    for key, value in entries.items():
        if (
            isinstance(value, dict)
            and value
            and SEPARATOR not in key
            and all(value)
            and SEPARATOR not in "".join(value)
        ):
            flat |= {f"{key}{SEPARATOR}{inner}": entry for inner, entry in value.items()}
        else:
            flat[key] = value
    return flat


def unflattened(flat: dict[str, Written], file: str, line: int) -> Written:
    """The other way."""
    entries: dict[str, Written] = {}
    for key, value in flat.items():
        outer, _, inner = key.partition(SEPARATOR)
        if not inner:
            entries[key] = value
        else:
            group = entries.setdefault(outer, Written({}, file, line))
            group.mapping[inner] = value
    return Written(entries, file, line)
