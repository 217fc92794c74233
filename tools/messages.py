"""Compare the catalogues of interface strings with what the sources say; ``--write`` brings the catalogues up to date.

Translations are kept, strings that are new get an empty one, strings that are gone are dropped. Nothing beside Babel
and Django is needed: Django's own ``templatize`` turns the tags of a template into calls that Babel can read.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/jiheng"
WEB = PACKAGE / "web"

Key = tuple[str, str | None]
"""Singular and context of a string; the plural follows from them."""
Message = tuple[str, ...]
"""The singular alone, or singular and plural."""
Keywords = dict[str, tuple[int | tuple[int, str], ...] | None]

COMMAND_WORDS: Keywords = {"_": None, "N_": None}
WEB_WORDS: Keywords = {
    "_": None,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: jiheng\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True, slots=True)
class Source:
    """One string where it stands."""

    message: Message
    context: str | None
    file: str

    @property
    def key(self) -> Key:
        """What identifies the string in a catalogue."""
        return self.message[0], self.context


def _code(path: Path, words: Keywords) -> Iterator[Source]:
    """The calls in a module, in f-strings too, which Babel's own reader of Python passes over."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [call for call in calls if call.func.id in words]  # type: ignore[attr-defined] # names only, see above
    for call in sorted(named, key=lambda call: (call.lineno, call.col_offset)):
        yield from _calls(path, ast.unparse(call), words)


def _calls(path: Path, text: str, words: Keywords) -> Iterator[Source]:
    for _line, found, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=words):
        message = (found,) if isinstance(found, str) else tuple(found)
        yield Source(message, context, path.relative_to(PACKAGE).as_posix())


def _template(path: Path) -> str:
    """The calls that a template makes; indentation would be syntax to Babel's reader, so it goes."""
    return re.sub(r"(?m)^[ \t]+", "", templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def command_strings() -> Iterator[Source]:
    """Every interface string outside the web application."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if WEB not in path.parents:
            yield from _code(path, COMMAND_WORDS)


def web_strings() -> Iterator[Source]:
    """Every interface string of the web application, from its code and its templates."""
    if not settings.configured:
        settings.configure()
    for path in sorted(WEB.rglob("*.py")):
        yield from _code(path, WEB_WORDS)
    for path in sorted(WEB.rglob("templates/**/*.*")):
        yield from _calls(path, _template(path), WEB_WORDS)


CATALOGUES = {
    PACKAGE / "locale/en/LC_MESSAGES/jiheng.po": command_strings,
    WEB / "locale/en/LC_MESSAGES/django.po": web_strings,
}


def read(path: Path) -> Catalog:
    """The catalogue of that file; an empty one if there is none yet."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def translations(catalogue: Catalog) -> dict[Key, Message]:
    """The translation of each string: one text, or singular and plural."""
    return {
        (_texts(message.id)[0], message.context): _texts(message.string)
        for message in catalogue
        if message.id and not message.fuzzy
    }


def _texts(value: str | list[str] | tuple[str, ...] | None) -> Message:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


def missing(sources: list[Source], catalogue: Catalog) -> list[str]:
    """Strings without a whole translation."""
    known = translations(catalogue)
    return sorted(
        {
            each.key[0]
            for each in sources
            if not all(known.get(each.key, ())) or len(known.get(each.key, ())) < len(each.message)
        }
    )


def obsolete(sources: list[Source], catalogue: Catalog) -> list[str]:
    """Strings of the catalogue that the product no longer shows."""
    return sorted(singular for singular, _context in translations(catalogue).keys() - {each.key for each in sources})


def renewed(sources: list[Source], catalogue: Catalog) -> Catalog:
    """The catalogue of exactly these strings, with the translations that are known."""
    known, fresh = translations(catalogue), Catalog(locale="en")
    for each in sources:
        texts = known.get(each.key, ("",))
        plural = len(each.message) > 1
        fresh.add(
            each.message if plural else each.message[0],
            (*texts, "")[:2] if plural else texts[0],
            locations=[(each.file, 0)],
            context=each.context,
        )
    return fresh


def write(path: Path, catalogue: Catalog) -> None:
    """Write the catalogue, under a header without dates so that only strings change it, and compile it."""
    text = io.BytesIO()
    write_po(text, catalogue, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text.getvalue().decode().strip() + "\n", encoding="utf-8")
    with path.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read(path))


def main() -> int:
    """Report, or write; 1 if anything is missing or obsolete."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="bring the catalogues up to date")
    options = parser.parse_args()
    wrong = 0
    for path, strings in CATALOGUES.items():
        sources, catalogue = list(strings()), read(path)
        lacking, gone = missing(sources, catalogue), obsolete(sources, catalogue)
        for title, texts in (("missing", lacking), ("obsolete", gone)):
            sys.stdout.writelines(f"{path.name}: {title}: {text}\n" for text in texts)
        wrong += len(lacking) + len(gone)
        if options.write:
            write(path, renewed(sources, catalogue))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
