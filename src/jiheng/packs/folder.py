"""Where packs lie, and how one folder is read.

A pack is a folder: ``pack.yaml``, optional ``guide.yaml`` (indicator code → guide), ``forms/*.yaml`` and
``report.yaml`` (one layout each), ``scenarios/*.yaml``. Its id is its path below a root, e.g.
``cn/guangdong/department``; the roots are the library that ships and those that ``JIHENG_PACKS`` names.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jiheng.core.fault import Faults, Place, refuse
from jiheng.core.home import home
from jiheng.packs.source import Written, read_file

LIBRARY = Path(__file__).resolve().parent / "library"

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")
_MAX_ID = 200


def roots() -> tuple[Path, ...]:
    """The folders in which ids are looked up: the library, those that are named, then what the site released, newest first."""
    own = os.environ.get("JIHENG_PACKS", "")
    return (LIBRARY, *(Path(name) for name in own.split(os.pathsep) if name), *_released())


RELEASED = "packs"
"""Folder of the state folder with a root for each release: ``YYYYMMDD-number``, the first day that it is in force."""
_RELEASE = re.compile(r"(\d{8})-\d+")


def _released() -> Iterator[Path]:
    """The roots of the site's releases that are in force today."""
    try:
        names = [path.name for path in (home() / RELEASED).iterdir()]
    except OSError:
        return
    today = datetime.now().astimezone().strftime("%Y%m%d")
    for name in sorted(names, reverse=True):
        found = _RELEASE.fullmatch(name)
        if found is not None and found[1] <= today:
            yield home() / RELEASED / name


def is_id(text: str) -> bool:
    """Whether the text can be a pack's id; no dots, blanks or backslashes, so it never leaves its root."""
    return len(text) <= _MAX_ID and _ID.fullmatch(text) is not None


def find(pack_id: str, place: Place) -> Path:
    """The folder of a pack.

    Raises:
        Refused: not an id, or no pack has it; ``place`` says where it was asked for.
    """
    if not is_id(pack_id):
        raise refuse(
            place,
            "规则包编号写法不对",
            value=pack_id,
            expected="小写字母、数字和短横线，各级用 / 隔开",
            fix="正确写法举例：cn/guangdong/department",
        )
    for root in roots():
        if (root / pack_id / "pack.yaml").is_file():
            return root / pack_id
    raise refuse(place, "没有这个规则包", value=pack_id, fix="运行 jiheng packs list 可查看全部规则包的编号。")


def all_ids() -> Iterator[str]:
    """The ids of all packs and fragments under the roots, each once, in order."""
    found = {path.parent.relative_to(root).as_posix() for root in roots() for path in root.glob("**/pack.yaml")}
    return iter(sorted(filter(is_id, found)))


def read_folder(folder: Path, faults: Faults) -> Written:
    """Read a pack's own files into one tree: ``pack.yaml`` with ``guide`` and ``forms`` beside its keys."""
    if not (folder / "pack.yaml").is_file():
        other = next((path.name for path in sorted(folder.iterdir()) if _looks_like(path.name)), "")
        fix = (
            f"请把 {other} 改名为 pack.yaml。"
            if other
            else "规则包的主文件名为 pack.yaml；也可用 jiheng packs list 里的编号。"
        )
        faults.add(Place(file=str(folder)), "这个文件夹里没有 pack.yaml", value=other, fix=fix)
        return Written({}, str(folder), 1)
    _add_strangers(folder, faults)
    before = len(faults.found)
    tree = read_file(folder / "pack.yaml", faults, name=shown(folder / "pack.yaml"))
    if not isinstance(tree.value, dict):
        if len(faults.found) == before:
            faults.add(tree.place, "规则包应由“键: 值”组成", fix="正确写法举例：id: cn/guangdong/department")
        return tree._replace(value={})
    entries = dict(tree.value)
    if (folder / "guide.yaml").is_file():
        entries["guide"] = read_file(folder / "guide.yaml", faults, name=shown(folder / "guide.yaml"))
    forms = [read_file(path, faults, name=shown(path)) for path in _form_files(folder)]
    if forms:
        entries["forms"] = Written(forms, forms[0].file, 1)
    return tree._replace(value=entries)


def _looks_like(name: str) -> bool:
    return name.lower().startswith("pack.") or name.lower().endswith((".yml", ".yaml", ".yaml.txt"))


_FILES = ("pack.yaml", "guide.yaml", "report.yaml")
_FOLDERS = ("forms", "scenarios")


def _add_strangers(folder: Path, faults: Faults) -> None:
    """Files that a slip in their name keeps from being read."""
    inside = [path for name in _FOLDERS if (folder / name).is_dir() for path in sorted((folder / name).iterdir())]
    for path in (*sorted(folder.iterdir()), *inside):
        right = _right_name(path, folder)
        if right and right != path.name:
            faults.add(
                Place(file=shown(path)), "文件名写法不对，不会被读到", value=path.name, expected=right, fix="请改名。"
            )


def _right_name(path: Path, folder: Path) -> str:
    """What a file or folder should be called; empty for what has nothing to do with the pack."""
    if path.is_dir():
        close = difflib.get_close_matches(path.name.lower(), _FOLDERS, n=1, cutoff=0.8)
        return close[0] if path.parent == folder and close else ""
    stem = re.sub(r"\.(ya?ml)(\.txt)?$", "", path.name, flags=re.IGNORECASE)
    if stem == path.name:
        return ""
    if path.parent != folder:
        return f"{stem}.yaml"
    close = difflib.get_close_matches(f"{stem.lower()}.yaml", _FILES, n=1, cutoff=0.75)
    return close[0] if close else ""


def _form_files(folder: Path) -> list[Path]:
    return sorted((folder / "forms").glob("*.yaml")) + [path for path in [folder / "report.yaml"] if path.is_file()]


def shown(path: Path) -> str:
    """How a file is named to people: by the pack's id for files of the library."""
    return path.relative_to(LIBRARY).as_posix() if path.is_relative_to(LIBRARY) else str(path)
