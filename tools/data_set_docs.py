"""Make the column tables of docs/data-set.md and docs/数据集说明.md anew from the schema."""

from __future__ import annotations

from pathlib import Path

from jiheng.facts.documentation import Language, with_tables

DOCS = Path(__file__).resolve().parent.parent / "docs"
DOCUMENTS: dict[str, Language] = {"data-set.md": "en", "数据集说明.md": "zh"}


def main() -> None:
    """Write both documents."""
    for name, language in DOCUMENTS.items():
        path = DOCS / name
        path.write_text(with_tables(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
