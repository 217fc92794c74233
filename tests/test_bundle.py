"""The archive for machines without network: its bill names everything, its hashes are signed, and it installs offline."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ROOT = Path(__file__).resolve().parents[1]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", ROOT / "tools/bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bundle = _tool()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bundle of two small wheels."""
    wheels = tmp_path / "bundle/wheels"
    wheels.mkdir(parents=True)
    for name, version, told in (
        ("jiheng", "0.1.0", "License-Expression: Apache-2.0"),
        ("Some_Lib", "2.5", "License: MIT"),
    ):
        with zipfile.ZipFile(wheels / f"{name}-{version}-py3-none-any.whl", "w") as archive:
            metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{told}\n"
            archive.writestr(f"{name}-{version}.dist-info/METADATA", metadata)
    return tmp_path / "bundle"


def test_the_bill_names_every_wheel_and_browser_library_with_version_licence_and_hash(folder: Path) -> None:
    told = {part["name"]: part for part in bundle.bill(folder / "wheels")["components"]}
    assert set(told) == {"jiheng", "some-lib", *bundle.SERVED}
    assert told["some-lib"]["purl"] == "pkg:pypi/some-lib@2.5"
    assert told["some-lib"]["licenses"] == [{"license": {"name": "MIT"}}]
    assert told["some-lib"]["hashes"][0]["content"] == bundle.digest(folder / "wheels/Some_Lib-2.5-py3-none-any.whl")
    assert all(len(part["hashes"][0]["content"]) in {64, 128} for part in told.values())


def test_every_library_that_the_pages_use_is_in_the_bill() -> None:
    text = (ROOT / "package.json").read_text("utf-8")
    bundlers = {"esbuild"}  # makes what is served, and is not served itself
    assert set(json.loads(text)["dependencies"]) - bundlers == set(bundle.SERVED)


def test_every_file_is_hashed_and_the_hashes_are_signed(folder: Path, tmp_path: Path) -> None:
    public = Ed25519PublicKey.from_public_bytes(
        bytes.fromhex(bundle.complete(folder, bundle.signing_key(tmp_path / "key")))
    )
    sums = (folder / bundle.SUMS).read_bytes()
    signature = bytes.fromhex((folder / bundle.SIGNATURE).read_text())
    public.verify(signature, sums)
    with pytest.raises(InvalidSignature):
        public.verify(signature, sums + b"x")
    named = set(re.findall(r"  (.+)", sums.decode()))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert named == there - {bundle.SUMS, bundle.SIGNATURE}


def test_a_changed_file_stops_the_installation(folder: Path, tmp_path: Path) -> None:
    bundle.complete(folder, bundle.signing_key(tmp_path / "key"))
    (folder / "requirements.lock").write_text("other==1\n")
    done = subprocess.run([folder / "install.sh", tmp_path / "target"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert not (tmp_path / "target").exists()


def test_the_archive_says_nothing_of_who_made_it_and_when(folder: Path, tmp_path: Path) -> None:
    bundle.pack(folder, tmp_path / "bundle.tar.gz")
    with tarfile.open(tmp_path / "bundle.tar.gz") as archive:
        assert {(member.uid, member.mtime, member.uname) for member in archive} == {(0, 0, "")}


@pytest.mark.nightly
def test_the_whole_bundle_installs_and_runs_where_there_is_no_network(tmp_path: Path) -> None:
    """Needs the right to make a network namespace; without it the test fails rather than says nothing."""
    made: list[str | Path] = [sys.executable, ROOT / "tools/bundle.py", "--out", tmp_path, "--key", tmp_path / "key"]
    subprocess.run(made, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    script = next(tmp_path.glob("jiheng-*/install.sh"))
    offline = ["unshare", "--net", "sh", "-c"]
    steps = (
        f"ip link set lo up; {script} {tmp_path}/venv && {tmp_path}/venv/bin/jiheng demo --no-site -o {tmp_path}/out"
    )
    done = subprocess.run([*offline, steps], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "96.37" in done.stdout
