"""Whether a stored file is still what was handed in: looked at when it is fetched, and once a week by the clock."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.core.fault import Place, refuse
from jiheng.web.audit import chain
from jiheng.web.files import store
from jiheng.web.files.models import FileState, StoredFile


def judge(file: StoredFile) -> FileState:
    """Hash a stored file again."""
    path = store.path_of(file.stored)
    if not path.is_file():
        return FileState.MISSING
    found = store.digest(path)
    same = (found.size, found.sha256, found.sm3) == (file.size, file.sha256, file.sm3)
    return FileState.SOUND if same else FileState.CHANGED


def look(file: StoredFile) -> FileState:
    """Judge it and keep what was found beside it; a change of state goes on record."""
    state = judge(file)
    if state != file.state:
        chain.write(
            action="核验佐证文件",
            object_type="StoredFile",
            object_id=str(file.pk),
            object_label=f"{file.dossier} {file.name}"[:200],
            unit_code=file.dossier.unit.code,
            result="成功" if state == FileState.SOUND else "失败",
            detail=str(state.label),
        )
    StoredFile.objects.filter(pk=file.pk).update(state=state, checked_at=timezone.now())
    return state


def demand_sound(file: StoredFile) -> None:
    """Hand out nothing that is not what was handed in.

    Raises:
        Refused: it was changed or is gone; its evidence is invalid from now on.
    """
    state = look(file)
    if state is not FileState.SOUND:
        raise refuse(
            Place(file=file.name),
            str(state.label),
            fix=_("没有下载；请重新上传这份佐证材料，或联系系统管理员从备份中找回"),
        )
