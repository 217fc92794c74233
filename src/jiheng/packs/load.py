"""Loading a rule pack: its files and those it extends, merged, typed and checked, or refused with every fault."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import NamedTuple

from jiheng.core.fault import Faults, Place, Refused
from jiheng.packs.by_hand import with_hand_units
from jiheng.packs.folder import LIBRARY, all_ids, find, is_id, read_folder, roots
from jiheng.packs.lint import lint
from jiheng.packs.loaded import Loaded
from jiheng.packs.model import Guide, Pack, Years
from jiheng.packs.overlay import merge, merge_pack
from jiheng.packs.source import Written
from jiheng.packs.typed import typed

_HEADER = frozenset({"id", "version", "title", "region", "object", "years", "status", "fragment", "extends"})
"""What a fragment says of itself and not of the pack that it is laid over."""

_LOADER_KEYS = frozenset({"extends", "fragment", "remove", "guide"})
"""What the loader obeys and the model does not have."""


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a list of packs shows of each."""

    id: str
    version: str
    title: str
    region: str
    object: str
    years: Years
    status: str
    label: str
    folder: Path
    fragment: bool


def load_pack(id_or_path: str | Path) -> Pack:
    """Load a pack by its id, by several ids joined with ``+``, or by its folder.

    A text is only ever an id (a data set names its pack, and may come from anyone); a folder is a ``Path``.
    Packs found by id are kept for the life of the process.

    Raises:
        Refused: with every fault in the pack and in what it extends, the errors of lint among them.
    """
    if isinstance(id_or_path, Path):
        return _sound(read_pack(id_or_path))
    return _sound_by_ids(id_or_path, roots())


@cache
def _sound_by_ids(text: str, _roots: tuple[Path, ...]) -> Pack:
    return _sound(read_pack(text))


def _sound(loaded: Loaded) -> Pack:
    errors = [note.fault() for note in lint(loaded) if note.severity == "error"]
    if errors:
        raise Refused(errors)
    return loaded.pack


def named(text: str) -> str | Path:
    """What a person at the command line means by ``text``: an id, or a folder on the disk."""
    folder = Path(text)
    return folder if text and folder.is_dir() and not _known(text) else text


def _known(text: str) -> bool:
    return is_id(text) and any((root / text / "pack.yaml").is_file() for root in roots())


def library(*, fragments: bool = False) -> tuple[PackInfo, ...]:
    """The packs that can be named by id; with ``fragments`` also those that only others extend.

    Raises:
        Refused: with the faults of all packs.
    """
    faults = Faults()
    found: list[PackInfo] = []
    for pack_id in all_ids():
        try:
            loaded = read_pack(pack_id, fragment=True)
        except Refused as refused:
            faults.found.extend(refused.faults)
        else:
            found.append(_info(loaded))
    faults.raise_if_any()
    return tuple(info for info in found if fragments or not info.fragment)


def _info(loaded: Loaded) -> PackInfo:
    pack = loaded.pack
    return PackInfo(
        id=pack.id,
        version=pack.version,
        title=pack.title,
        region=pack.region,
        object="" if loaded.fragment else pack.object,
        years=pack.years,
        status=pack.status,
        label=pack.label,
        folder=loaded.folder,
        fragment=loaded.fragment,
    )


def read_pack(id_or_path: str | Path, *, fragment: bool = False) -> Loaded:
    """Load a pack together with where everything stands, whatever lint says of it.

    Args:
        id_or_path: as for :func:`load_pack`.
        fragment: also accept what only others extend; it comes without indicators.

    Raises:
        Refused: with every fault.
    """
    if isinstance(id_or_path, Path):
        return _read(_Wanted(str(id_or_path), (id_or_path,)), fragment=fragment)
    return _read_ids(id_or_path, roots(), fragment)


@cache
def _read_ids(text: str, _roots: tuple[Path, ...], fragment: bool) -> Loaded:  # noqa: FBT001 - a cache key
    folders = tuple(find(part, Place(path="规则包")) for part in text.split("+"))
    return _read(_Wanted(text, folders), fragment=fragment)


class _Wanted(NamedTuple):
    name: str
    folders: tuple[Path, ...]
    """The pack, then what is laid over it."""


def _read(wanted: _Wanted, *, fragment: bool) -> Loaded:
    faults = Faults()
    tree = _tree(wanted.folders[0], (), faults)
    for folder in wanted.folders[1:]:
        tree = _switched_on(tree, _tree(folder, (), faults), faults)
    return _loaded(tree, wanted, faults, fragment=fragment)


def read_own(own: Written, path: Path, faults: Faults) -> Loaded:
    """Load what a pack says itself, wherever it was read (a workbook), over what it extends.

    Args:
        own: the tree of the pack's own files.
        path: where it was read.
        faults: what reading has found so far.

    Raises:
        Refused: with every fault, the errors of lint among them.
    """
    tree = _laid(own, (path,), faults)
    loaded = _loaded(tree, _Wanted(str(path), (path,)), faults, fragment=True)
    _sound(loaded)
    return loaded


def _loaded(tree: Written, wanted: _Wanted, faults: Faults, *, fragment: bool) -> Loaded:
    """Type what was laid together."""
    faults.raise_if_any()
    is_fragment = _is_fragment(tree)
    if is_fragment and not fragment:
        faults.add(
            tree.place,
            "这是供其他规则包引用的部分，不能单独用来打分",
            fix=f"请在规则包里写 extends: {_text(tree, 'id').split('+')[0]}",
        )
    if is_fragment:
        tree = _completed(tree)
    tree = with_hand_units(_with_guides(tree, faults))
    pack = typed(tree, Pack, faults)
    if pack is not None:
        _check_id(tree, wanted, faults)
    faults.raise_if_any()
    assert pack is not None
    return Loaded(pack.model_copy(update={"sha256": _sha256(pack)}), tree, wanted.folders[0], is_fragment)


def _tree(folder: Path, above: tuple[Path, ...], faults: Faults) -> Written:
    """The pack's own files laid over everything that it extends."""
    return _laid(read_folder(folder, faults), (*above, folder), faults)


def _laid(own: Written, above: tuple[Path, ...], faults: Faults) -> Written:
    """What a pack says itself, laid over everything that it extends; ``above`` are the folders on the way, its own the last."""
    _add_misshapen(own, faults)
    bases = [base for entry in _extended(own) if entry.text and (base := _base(entry, above, faults)) is not None]
    if not bases:
        return own
    base = reduce(merge, (_for_extension(base) for base in bases))
    return merge_pack(base, own, faults)


def _add_misshapen(own: Written, faults: Faults) -> None:
    """The keys that only the loader reads, checked here because no model sees them."""
    entries = own.mapping
    if not all(entry.text for entry in _extended(own)):
        faults.add(
            entries["extends"].place,
            "extends 应写规则包编号",
            fix="正确写法举例：extends: [cn/guangdong/department, cn/caps]",
        )
    if "remove" in entries and not (entries["remove"].items and all(item.text for item in entries["remove"].items)):
        faults.add(entries["remove"].place, "remove 应为编码的列表", fix='正确写法举例：remove: ["2.1", "2.2"]')
    if "fragment" in entries and entries["fragment"].text not in ("true", "false"):
        faults.add(entries["fragment"].place, "fragment 只能写 true 或 false", value=entries["fragment"].text)
    if "guide" in entries and not isinstance(entries["guide"].value, dict | None):
        fix = '正确写法举例："1.1": {meaning: 全年支出占预算的比例}'
        faults.add(entries["guide"].place, "guide 应为以指标编码为键的一组说明", fix=fix)


def _extended(own: Written) -> list[Written]:
    entry = own.mapping.get("extends")
    if entry is None:
        return []
    return entry.items if isinstance(entry.value, list) else [entry]


def _base(entry: Written, above: tuple[Path, ...], faults: Faults) -> Written | None:
    place = Place(file=entry.file, line=entry.line, path="extends")
    try:
        folder = find(entry.text, place)
    except Refused as refused:
        faults.found.extend(refused.faults)
        return None
    if folder in above:
        faults.add(place, "规则包互相引用，绕成了圈", value=entry.text, fix="请去掉其中一处 extends。")
        return None
    return _tree(folder, above, faults)


def _is_fragment(tree: Written) -> bool:
    return _text(tree, "fragment") == "true"


def _text(tree: Written, key: str) -> str:
    return tree.mapping[key].text if key in tree.mapping else ""


def _for_extension(tree: Written) -> Written:
    """What of a base flows on: of a fragment, nothing that it says of itself."""
    dropped = _HEADER if _is_fragment(tree) else {"extends"}
    return tree._replace(value={key: entry for key, entry in tree.mapping.items() if key not in dropped})


def _switched_on(tree: Written, over: Written, faults: Faults) -> Written:
    """Lay an overlay over a pack without writing a new one; the header says so."""
    body = {key: entry for key, entry in over.mapping.items() if key not in _HEADER}
    merged = merge_pack(tree, over._replace(value=body), faults)
    header = {
        "id": f"{_text(tree, 'id')}+{_text(over, 'id')}",
        "version": f"{_text(tree, 'version')}+{_text(over, 'version')}",
        "title": f"{_text(tree, 'title')}＋{_text(over, 'title')}",
        "status": "verified" if _text(tree, "status") == _text(over, "status") == "verified" else "unverified",
    }
    entries = {key: merged.mapping.get(key, tree)._replace(value=text) for key, text in header.items()}
    return merged._replace(value=merged.mapping | entries)


def _completed(fragment: Written) -> Written:
    """Fill what a fragment need not say, so that it can be typed and linted."""
    blank: dict[str, str | list[Written] | None] = {
        "object": "部门整体",
        "region": "",
        "indicators": [],
        "grades": [],
        "years": None,
        "sources": [],
    }
    missing = {key: fragment._replace(value=value) for key, value in blank.items() if key not in fragment.mapping}
    return fragment._replace(value=missing | fragment.mapping)


def _with_guides(tree: Written, faults: Faults) -> Written:
    """Hang each guide on its indicator and drop the keys that only the loader reads."""
    guides = dict(tree.mapping["guide"].mapping) if "guide" in tree.mapping else {}
    entries = {key: entry for key, entry in tree.mapping.items() if key not in _LOADER_KEYS}
    if "indicators" in entries:
        entries["indicators"] = _guided(entries["indicators"], guides)
    own_file = tree.file.replace("pack.yaml", "guide.yaml")
    codes = list(_codes(tree.mapping["indicators"])) if "indicators" in tree.mapping else []
    twice = {code for code in codes if codes.count(code) > 1}
    for code, entry in guides.items():
        if (
            entry.file == own_file and not twice
        ):  # a code written twice is the mistake, and told by lint at its own line
            faults.add(entry.place, "填报说明的编码不在指标体系里", value=code, fix="请核对编码，或删去这一段。")
        typed(entry, Guide, faults)
    return tree._replace(value=entries)


def _codes(nodes: Written) -> Iterator[str]:
    for node in nodes.items:
        yield _text(node, "code")
        if "children" in node.mapping:
            yield from _codes(node.mapping["children"])


def _guided(nodes: Written, guides: dict[str, Written]) -> Written:
    """The nodes with their guides, which are taken out of ``guides``."""
    return nodes._replace(value=[_guided_node(node, guides) for node in nodes.items]) if nodes.items else nodes


def _guided_node(node: Written, guides: dict[str, Written]) -> Written:
    entries = dict(node.mapping)
    guide = guides.pop(_text(node, "code"), None)
    if guide is not None:
        entries["guide"] = merge(guide, entries["guide"]) if "guide" in entries else guide
    if "children" in entries:
        entries["children"] = _guided(entries["children"], guides)
    return node._replace(value=entries) if entries else node


def _check_id(tree: Written, wanted: _Wanted, faults: Faults) -> None:
    """A pack found by its id must carry it."""
    root = next((root for root in roots() if wanted.folders[0].is_relative_to(root)), None)
    given = _text(tree, "id")
    expected = "+".join(folder.relative_to(root).as_posix() for folder in wanted.folders) if root else given
    if given != expected:
        place = tree.mapping["id"].place
        faults.add(
            place, "编号与所在文件夹不符", value=given, expected=expected, fix="请改 id，或把文件夹移到相应位置。"
        )
    if not all(map(is_id, given.split("+"))):
        faults.add(
            tree.mapping["id"].place, "规则包编号写法不对", value=given, fix="正确写法举例：cn/guangdong/department"
        )


def _sha256(pack: Pack) -> str:
    """Hash of the canonical content: what a pack does not say does not count, nor does the order of names."""
    content = pack.model_dump(mode="json", exclude={"sha256"}, exclude_defaults=True)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


__all__ = ["LIBRARY", "Loaded", "PackInfo", "library", "load_pack", "named", "read_pack"]
