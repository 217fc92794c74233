"""A pack's tree as the files of its folder: every scalar is text, written plainly wherever it reads back the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from jiheng.packs.source import Plain

EMPTY = frozenset({"", "null", "~", "Null", "NULL"})
"""Texts that would read as nothing unless they are quoted."""


class _Dumper(yaml.SafeDumper):
    """Resolves nothing but null: 10 is as much text as 支出率."""

    yaml_implicit_resolvers: dict[Any, Any] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's
        """Indent the items of a list, as the packs that ship do."""
        del indentless
        super().increase_indent(flow, False)  # noqa: FBT003 - the library's


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if text in EMPTY else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _nothing(dumper: yaml.SafeDumper, _value: None) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:null", "null", style="")


_Dumper.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^null$"), ["n"])
_Dumper.add_representer(str, _text)
_Dumper.add_representer(type(None), _nothing)


def flow(value: Plain) -> str:
    """A value in the short form of one line: ``{kind: step, points: 0.3}``."""
    if isinstance(value, str):
        return _quoted(value)
    text = yaml.dump(value, Dumper=_Flow, allow_unicode=True, sort_keys=False, default_flow_style=True, width=2**30)
    return text.strip()


def block(value: Plain) -> str:
    """A value as the text of a file."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=2**20)


class _Flow(_Dumper):
    """On one line: a text of several lines is quoted."""


def _flow_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if text in EMPTY or "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Flow.add_representer(str, _flow_text)


def _quoted(text: str) -> str:
    return yaml.dump(text, Dumper=_Flow, allow_unicode=True, default_style='"', width=2**30).strip()


def to_files(tree: Mapping[str, Plain], cases: Mapping[str, Plain], layouts: Mapping[str, str]) -> dict[str, str]:
    """Path in the pack's folder → text.

    Args:
        tree: what ``pack.yaml`` says; ``guide`` goes into ``guide.yaml``.
        cases: path of a file of scenarios → its list.
        layouts: path of any other file → its text.
    """
    own = {key: value for key, value in tree.items() if key != "guide"}
    files = {"pack.yaml": block(own)}
    if "guide" in tree:
        files["guide.yaml"] = block(tree["guide"])
    return files | {path: block(listed) for path, listed in cases.items()} | dict(layouts)
