from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "src" / "jiheng" / "monitoring" / "rules"


def test_every_signal_code_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in RULES.glob("*.py"))
    codes = set(re.findall(r"\"(M\d{3})\"", source))
    documented = set(re.findall(r"M\d{3}", (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")))
    assert len(codes) > 15
    assert codes == documented
