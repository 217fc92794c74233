"""How much may be sent: a file beyond the limit is not even written to the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

MAX_FILE = 50 * 2**20
"""Bytes of one file."""
MAX_DOSSIER = 200 * 2**20
"""Bytes of all files of one dossier."""
_KEPT = "jiheng.too_large"


class SizeLimit(FileUploadHandler):
    """Stands before the handlers that keep a file, and stops keeping one that grows too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass it on, or forget the file."""
        if start + len(raw_data) > MAX_FILE:
            if self.request is not None:
                self.request.META.setdefault(_KEPT, []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002 - Django's signature
        """The handlers behind hold the file."""
        return None


def too_large(request: HttpRequest) -> list[str]:
    """A sentence for every file of the request that was not kept."""
    given = {"most": MAX_FILE // 2**20}
    return [
        _("“%(name)s”超过 %(most)d MB，没有保存；请压缩或拆分后再上传。") % {"name": name, **given}
        for name in request.META.get(_KEPT, [])
    ]
