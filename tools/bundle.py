"""Everything that an installation without network needs, in one archive: ``make bundle``.

Holds the product's wheel, the wheels of the lock file for this machine, the lock, a bill of materials (CycloneDX), the hash of
every file, a signature of these hashes and the script that installs. The browser's libraries and the fonts are inside of wheels.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import platform
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jiheng import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements/run.lock"
SUMS, SIGNATURE, BILL = "SHA256SUMS", "SHA256SUMS.sig", "sbom.cdx.json"
SERVED = ("@tabler/core", "htmx.org", "echarts", "tabulator-tables")
"""Browser libraries that the product's wheel carries, by their names in package-lock.json."""
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
INSTALL = """#!/bin/sh
# Install into the folder that is given, from what lies here and nothing else: ./install.sh /opt/jiheng
set -eu
here=$(cd "$(dirname "$0")" && pwd); target=${1:?"folder to install into"}
cd "$here" && sha256sum --quiet --check SHA256SUMS
"${PYTHON:-python3}" -m venv "$target"
offline="--no-index --find-links $here/wheels --disable-pip-version-check --quiet"
"$target/bin/python" -m pip install $offline --require-hashes --requirement "$here/requirements.lock"
"$target/bin/python" -m pip install $offline --no-deps "$here"/wheels/jiheng-*.whl
"$target/bin/jiheng" --version
"""


def main() -> int:
    """Write the archive into a folder; the public key of the signature is printed, to be told apart from the archive."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--out", type=Path, default=ROOT / "out")
    given.add_argument("--key", type=Path, required=True, help="file of the signing key; made if it is not there")
    options = given.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    name = f"jiheng-{__version__}-{platform.system().lower()}-{platform.machine()}"
    with tempfile.TemporaryDirectory(dir=options.out) as held:
        folder = Path(held) / name
        fetch(folder / "wheels")
        public = complete(folder, signing_key(options.key))
        pack(folder, options.out / f"{name}.tar.gz")
    print(f"{options.out / name}.tar.gz\nEd25519 {public}")
    return 0


def fetch(wheels: Path) -> None:
    """Build the product's wheel and take those of the lock file, each by its hash; nothing is compiled."""
    wheels.mkdir(parents=True)
    subprocess.run([sys.executable, "-c", BUILD, str(wheels)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet", "--no-deps"]
    pip += ["--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCK), "--dest", str(wheels)]
    subprocess.run(pip, check=True)


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key of the file, made for its owner alone if there is none yet."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))


def complete(folder: Path, key: Ed25519PrivateKey) -> str:
    """Put lock, bill, installer, hashes and signature beside the wheels; the public key in hexadecimal digits."""
    (folder / "requirements.lock").write_bytes(LOCK.read_bytes())
    (folder / BILL).write_text(json.dumps(bill(folder / "wheels"), ensure_ascii=False, indent=1), "utf-8")
    (folder / "install.sh").write_text(INSTALL, "ascii")
    (folder / "install.sh").chmod(0o755)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = "".join(f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / SUMS).write_text(told, "ascii")
    (folder / SIGNATURE).write_text(key.sign(told.encode()).hex() + "\n", "ascii")
    return key.public_key().public_bytes_raw().hex()


def bill(wheels: Path) -> dict[str, Any]:
    """What is inside, as CycloneDX 1.5: every wheel and every browser library, with version, licence and hash."""
    parts = [*map(_wheel, sorted(wheels.glob("*.whl"))), *_assets()]
    own = {"type": "application", "name": "jiheng", "version": __version__}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
    }


def _wheel(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        name = next(each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(archive.read(name).decode("utf-8"))
    name, version = str(told["Name"]).lower().replace("_", "-"), str(told["Version"])
    licence = told["License-Expression"] or (told["License"] or "").partition("\n")[0][:100] or "see the wheel"
    return _part(name, version, f"pkg:pypi/{name}@{version}", licence, ("SHA-256", digest(path)))


def _assets() -> Iterator[dict[str, Any]]:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name in SERVED:
        told = packages[f"node_modules/{name}"]
        kind, _, text = told["integrity"].partition("-")
        purl = f"pkg:npm/{name.replace('@', '%40')}@{told['version']}"
        hashed = base64.b64decode(text).hex()
        named = kind.upper().replace("SHA", "SHA-")
        yield _part(name, told["version"], purl, told.get("license", ""), (named, hashed))


def _part(name: str, version: str, purl: str, licence: str, hashed: tuple[str, str]) -> dict[str, Any]:
    licences, hashes = [{"license": {"name": licence}}], [{"alg": hashed[0], "content": hashed[1]}]
    told = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return told | {"licenses": licences, "hashes": hashes}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(folder: Path, target: Path) -> None:
    """One archive, the same bytes of content and names whoever makes it: no owner, no time."""
    with tarfile.open(target, "w:gz", compresslevel=1) as archive:
        archive.add(folder, folder.name, filter=_nobodys)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    raise SystemExit(main())
