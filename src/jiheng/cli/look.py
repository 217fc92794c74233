"""An eye for official forms among the files to be checked; it loads the packs only when a table is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiheng.reading import Document

if TYPE_CHECKING:
    from jiheng.checks.form.run import FormAnswer
    from jiheng.facts import DataSet


@dataclass(frozen=True, slots=True)
class Look:
    """Checks the official forms of a document by the rules; ``known`` is the data set, if one is given."""

    known: DataSet | None = None

    def __call__(self, document: Document) -> FormAnswer | None:
        """What the rules say; None if the document holds no official form."""
        from jiheng.forms.checked import check_forms  # noqa: PLC0415 - loads the packs

        return check_forms(document, self.known)
