"""规则: drafted from an annex, mended, tried on units' data, released by another, withdrawn; nobody else gets near."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from jiheng import facts
from jiheng.core.fault import Refused
from jiheng.packs.folder import RELEASED
from jiheng.packs.load import load_pack
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor, Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.organisation.models import Membership, Role
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import KeptPack
from jiheng.web.rules.actions import ChangeRules
from jiheng.web.rules.content import load
from jiheng.web.rules.models import RuleState, RuleVersion
from jiheng.web.rules.publishing import faults_of
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/manage/rules/"
PACK = "local/qinghe/department"
ABOUT = {"id": PACK, "title": "青禾县部门整体支出绩效自评", "region": "青禾县", "object": "部门整体", "year": "2024"}
ROWS = (
    ("一级指标", "二级指标", "三级指标", "分值", "指标解释", "评分标准"),
    ("过程", "资金", "执行进度", "60", "支出 ÷ 预算", "达到95%得满分，每低1个百分点扣1分，扣完为止。"),
    ("过程", "资金", "合规性", "40", "", "根据情况酌情打分"),
)


@pytest.fixture(autouse=True)
def no_releases_left() -> Iterator[None]:
    yield
    shutil.rmtree(Path(settings.STATE) / RELEASED, ignore_errors=True)


def upload(folder: Path) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    book.save(folder / "附件.xlsx")
    return SimpleUploadedFile("附件.xlsx", (folder / "附件.xlsx").read_bytes())


@pytest.fixture
def second(county: County) -> Client:
    """Another officer of the finance bureau."""
    user = User.objects.create_user(username="second", password="x", name="股长乙", totp_secret="enrolled")
    Membership.objects.create(user=user, unit=county.county, role=Role.FINANCE)
    client = Client()
    client.force_login(user)
    return client


def drafted(county: County, folder: Path) -> RuleVersion:
    county.client("finance").post(f"{BASE}new/", {**ABOUT, "file": upload(folder)})
    return RuleVersion.objects.get()


def settle_all(county: County, version: RuleVersion) -> None:
    """Mend what is open: the row that was not read, and the points of the pack as a whole."""
    client = county.client("finance")
    given = {"code": "1.1.2", "name": "合规性", "weight": "40", "words": "每发现一处问题扣5分，扣完为止。"}
    client.post(f"{BASE}{version.pk}/row/", {**given, "revision": version.revision})
    version.refresh_from_db()
    for _ in load(version.files).pack.pending:
        client.post(f"{BASE}{version.pk}/settle/", {"place": "0", "revision": version.revision})
        version.refresh_from_db()


def release(client: Client, version: RuleVersion, **more: Any) -> str:
    given = {"in_force": timezone.localdate().isoformat(), "revision": version.revision} | more
    page = client.post(f"{BASE}{version.pk}/release/", given, follow=True).content.decode()
    version.refresh_from_db()
    return page


def test_an_annex_becomes_a_draft_with_its_open_rows(county: County, tmp_path: Path) -> None:
    version = drafted(county, tmp_path)
    page = county.client("finance").get(f"{BASE}{version.pk}/").content.decode()
    assert "执行进度不低于 95% 得 60 分" in page or "执行进度完成率不低于 95% 得 60 分" in page
    assert "没有读懂" in page
    assert "根据情况酌情打分" in page
    assert (version.pack, version.state) == (PACK, RuleState.DRAFT)


def test_a_row_is_mended_by_a_wording_that_can_be_read(county: County, tmp_path: Path) -> None:
    version = drafted(county, tmp_path)
    settle_all(county, version)
    page = county.client("finance").get(f"{BASE}{version.pk}/").content.decode()
    assert "每高满 1 处扣 5 分" in page
    assert "没有错误和待定" in page


def test_a_wording_that_cannot_be_read_changes_nothing(county: County, tmp_path: Path) -> None:
    version = drafted(county, tmp_path)
    given = {"code": "1.1.2", "name": "合规性", "weight": "40", "words": "看着给", "revision": "1"}
    page = county.client("finance").post(f"{BASE}{version.pk}/row/", given, follow=True).content.decode()
    assert "没有读懂" in page
    version.refresh_from_db()
    assert version.revision == 1


def test_who_drafted_cannot_release_and_another_can(
    county: County, second: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    version = drafted(county, tmp_path)
    settle_all(county, version)
    assert "不能自己发布" in release(county.client("finance"), version)
    assert version.state == RuleState.DRAFT
    with django_capture_on_commit_callbacks(execute=True):
        release(second, version)
    assert version.state == RuleState.RELEASED
    pack = load_pack(PACK)
    assert pack.sha256 == version.sha256
    assert KeptPack.objects.filter(pk=version.sha256).exists()
    assert Entry.objects.filter(action="发布规则", result="成功").exists()


def test_a_release_waits_for_its_day(
    county: County, second: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    version = drafted(county, tmp_path)
    settle_all(county, version)
    tomorrow = timezone.localdate() + timedelta(days=40)
    with django_capture_on_commit_callbacks(execute=True):
        release(second, version, in_force=tomorrow.isoformat())
    assert any((Path(settings.STATE) / RELEASED).iterdir())
    with pytest.raises(Refused, match="没有这个规则包"):
        load_pack(PACK)


def test_open_rows_and_a_day_gone_by_are_refused(county: County, second: Client, tmp_path: Path) -> None:
    version = drafted(county, tmp_path)
    assert "错误或待定" in release(second, version)
    settle_all(county, version)
    assert "不能早于今天" in release(second, version, in_force="2020-01-01")
    assert "施行日期" in release(second, version, in_force="明天")
    assert version.state == RuleState.DRAFT


def test_a_next_version_needs_a_reason_and_the_old_one_comes_back(
    county: County, second: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first = drafted(county, tmp_path)
    settle_all(county, first)
    with django_capture_on_commit_callbacks(execute=True):
        release(second, first)
        county.client("finance").post(f"{BASE}{first.pk}/copy/")
        following = RuleVersion.objects.exclude(pk=first.pk).get()
        changed = {
            "code": "1.1.1",
            "name": "执行进度",
            "weight": "60",
            "words": "达到90%得满分，每低1个百分点扣1分，扣完为止。",
        }
        county.client("finance").post(f"{BASE}{following.pk}/row/", {**changed, "revision": "1"})
        following.refresh_from_db()
        assert "请写明调整的理由" in release(second, following)
        release(second, following, reason="县政府常务会议要求")
    assert following.state == RuleState.RELEASED
    assert load_pack(PACK).sha256 == following.sha256 != first.sha256
    with django_capture_on_commit_callbacks(execute=True):
        assert "理由" in second.post(f"{BASE}{following.pk}/withdraw/", {"reason": " "}, follow=True).content.decode()
        second.post(f"{BASE}{following.pk}/withdraw/", {"reason": "测算有误"})
    following.refresh_from_db()
    assert (following.state, following.reason) == (RuleState.WITHDRAWN, "测算有误")
    assert load_pack(PACK).sha256 == first.sha256


def test_rules_that_units_still_use_cannot_be_withdrawn(
    county: County, second: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    version = drafted(county, tmp_path)
    settle_all(county, version)
    with django_capture_on_commit_callbacks(execute=True):
        release(second, version)
    county.dossier.pack = PACK
    county.dossier.save()
    page = second.post(f"{BASE}{version.pk}/withdraw/", {"reason": "有误"}, follow=True).content.decode()
    assert "还有 1 个单位年度在用" in page
    version.refresh_from_db()
    assert version.state == RuleState.RELEASED


def test_a_trial_tells_who_loses_what_decides_and_whose_data_lack(county: County, tmp_path: Path) -> None:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    version = drafted(county, tmp_path)
    page = county.client("finance").get(f"{BASE}{version.pk}/trial/?year=2024").content.decode()
    assert "定下来以后才能试算" in page
    settle_all(county, version)
    page = county.client("finance").get(f"{BASE}{version.pk}/trial/?year=2024").content.decode()
    assert "青禾镇人民政府" in page
    assert "缺数据" in page
    for kind in ("docx", "xlsx"):
        paper = county.client("finance").get(f"{BASE}{version.pk}/trial/paper/{kind}/?year=2024")
        assert paper.status_code == 200
        assert paper.content[:2] == b"PK"


def test_the_workbook_of_a_draft_comes_back_as_the_same_rules(county: County, tmp_path: Path) -> None:
    version = drafted(county, tmp_path)
    settle_all(county, version)
    client = county.client("finance")
    book = client.get(f"{BASE}{version.pk}/book/").content
    before = load(version.files).pack.sha256
    given = {"file": SimpleUploadedFile("规则.xlsx", book), "revision": version.revision}
    client.post(f"{BASE}{version.pk}/replace/", given)
    version.refresh_from_db()
    assert version.revision > 2
    assert load(version.files).pack.sha256 == before


def test_a_parcel_is_signed_and_a_changed_one_is_refused(
    county: County, second: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    version = drafted(county, tmp_path)
    settle_all(county, version)
    with django_capture_on_commit_callbacks(execute=True):
        release(second, version)
    parcel = json.loads(second.get(f"{BASE}{version.pk}/parcel/").content)
    assert faults_of(parcel) == []
    assert faults_of(parcel | {"signature": "00" * 64}) == ["签名与内容不符"]
    forged = parcel | {"files": {"pack.yaml": "id: local/x"}}
    assert faults_of(forged) == ["内容与摘要不符，传递中可能被改动"]
    sent = SimpleUploadedFile("规则.json", json.dumps(forged).encode())
    page = county.client("finance").post(f"{BASE}new/", {"file": sent}, follow=True).content.decode()
    assert "可能被改动" in page
    assert RuleVersion.objects.count() == 1


def test_of_two_officers_at_one_draft_the_second_is_told(county: County, tmp_path: Path) -> None:
    version = drafted(county, tmp_path)
    stale = RuleVersion.objects.get()
    ChangeRules(county.actor("finance"), version, version.files, 1, "甲").run()
    with pytest.raises(Refusal, match="刚刚改过这份规则"):
        ChangeRules(county.actor("finance_desk"), stale, stale.files, 1, "乙").run()
    version.refresh_from_db()
    assert version.revision == 2


def test_a_released_version_changes_no_more(
    county: County, second: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    version = drafted(county, tmp_path)
    settle_all(county, version)
    with django_capture_on_commit_callbacks(execute=True):
        release(second, version)
    with pytest.raises(Refusal, match="已发布"):
        ChangeRules(county.actor("finance"), version, version.files, version.revision, "").run()


@pytest.mark.parametrize(
    "role", ["filler", "head", "department", "expert", "neighbour", "auditor", "system_admin", "security_admin"]
)
def test_only_the_finance_bureau_sees_or_writes_rules(county: County, tmp_path: Path, role: str) -> None:
    version = drafted(county, tmp_path)
    client = county.client(role)
    for path in ("", f"{version.pk}/", f"{version.pk}/trial/", f"{version.pk}/book/"):
        assert client.get(BASE + path).status_code == 403
    for deed in ("row", "settle", "header", "replace", "drop", "copy", "release", "withdraw"):
        assert client.post(f"{BASE}{version.pk}/{deed}/", {}).status_code == 403
    assert client.post(f"{BASE}new/", ABOUT).status_code == 403
    assert RuleVersion.objects.get().revision == 1


def test_the_desk_drafts_but_does_not_release(county: County, tmp_path: Path) -> None:
    version = drafted(county, tmp_path)
    desk = county.client("finance_desk")
    assert desk.get(f"{BASE}{version.pk}/").status_code == 200
    assert desk.post(f"{BASE}{version.pk}/release/", {}).status_code == 403


@pytest.mark.parametrize("path", ["../outside.yaml", "note.txt"])
def test_a_parcel_cannot_write_beside_its_folder(county: County, path: str) -> None:
    with pytest.raises(Refusal):
        ChangeRules(Actor(county.people["finance"]), RuleVersion(), {path: "x"}, 1).apply()
