"""The pages of the application by name, and by the other names under which people look for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.facts.rows import TABLES
from jiheng.web import rights
from jiheng.web.cycle.models import Dossier
from jiheng.web.frame import MANAGEMENT, PLACES, address
from jiheng.web.records.queries import GRIDS

if TYPE_CHECKING:
    from jiheng.web.rights import Person

OF_UNIT = {
    **PLACES,
    "imports:first": gettext_noop("从表格导入"),
    "monitoring:cases": gettext_noop("预警与催办"),
    "monitoring:forms": gettext_noop("监控表"),
    "evaluation:narrative": gettext_noop("自评文字说明"),
    "evaluation:checks": gettext_noop("自评核查"),
    "evaluation:forms": gettext_noop("自评表单"),
}
"""Pages of a unit: address name → title."""
WRITING = {"imports:first": "records.write"}
"""Those of them that are only for who fills in: address name → right."""
OF_YEAR = (
    ("review:queue", "review.queue", gettext_noop("复核队列")),
    ("targets:queue", "review.queue", gettext_noop("目标审核队列")),
    ("review:summary", "review.queue", gettext_noop("复核汇总表")),
    ("review:spread", "review.queue", gettext_noop("扣分尺度")),
    ("review:returns", "review.queue", gettext_noop("常见退回原因")),
    ("monitoring:board", "task.remind", gettext_noop("预算执行监控")),
    ("reminders:list", "task.remind", gettext_noop("催报")),
    ("rectification:proposals", "proposal.decide", gettext_noop("结果应用建议")),
)
"""Pages about all units of a year: address name, the right that opens it, title."""
OF_ALL = (
    ("desk", gettext_noop("工作台")),
    ("notices:table", gettext_noop("通知")),
    ("accounts:own", gettext_noop("我的账户")),
    ("tokens:list", gettext_noop("接口令牌")),
    ("disclosure:public_list", gettext_noop("预算绩效公开")),
)
"""Pages that need no right."""
ALSO = {
    "projects": "项目库 项目信息",
    "budget": "预算数 年初预算 指标下达",
    "payments": "支付登记 支出 用款 执行数",
    "results": "完成情况 实际完成值",
    "evidence": "佐证 附件 证明材料",
    "purchases": "采购登记 采购台账 采购合同",
    "assets": "资产登记 固定资产",
    "disclosures": "公开登记",
    "rule_documents": "制度登记 管理制度",
    "running_costs": "三公经费 公用经费",
    "special_funds": "专项 转移支付",
    "adjustments": "调整登记 追加 调剂",
    "inspections": "检查登记 审计问题",
    "filings": "报送登记",
    "plans": "用款计划",
    "history": "往年数据",
    "targets:table": "目标申报",
    "evaluation:table": "评分表 自评表 得分",
    "accounts:own": "修改密码 动态口令",
    "imports:first": "导入 Excel WPS 上传",
}
"""Table or address name → other words for it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its title, other words for it, and where it is."""

    title: str
    also: str
    address: str

    def has(self, words: Sequence[str]) -> bool:
        """Whether every word stands in its names."""
        names = f"{self.title} {self.also}".casefold()
        return all(word.casefold() in names for word in words)

    def alias(self, words: Sequence[str]) -> str:
        """The other name under which it was looked for; empty where the title says it."""
        title = self.title.casefold()
        missing = [word.casefold() for word in words if word.casefold() not in title]
        return next((name for name in self.also.split() if missing and missing[0] in name.casefold()), "")


def pages(user: Person, year: int, dossier: Dossier | None) -> Iterator[Page]:
    """The pages that the person may open: of the unit whose page is open or whose he is, of the year, and all others."""
    if dossier is not None:
        yield from _of_unit(user, dossier)
    for name, right, title in OF_YEAR if year else ():
        if rights.may(user, right):
            yield Page(_(title), title, reverse(name, kwargs={"year": year}))
    for name, right, title in MANAGEMENT:
        if rights.may(user, right):
            yield Page(_(title), title, reverse(name))
    for name, title in OF_ALL:
        yield Page(_(title), f"{title} {ALSO.get(name, '')}", reverse(name))


def _of_unit(user: Person, dossier: Dossier) -> Iterator[Page]:
    for name, title in OF_UNIT.items():
        if name in WRITING and not rights.may(user, WRITING[name], dossier.unit):
            continue
        yield Page(_(title), f"{title} {ALSO.get(name, '')}", address(dossier, name))
    for table in GRIDS:
        yield Page(TABLES[table][0], ALSO.get(table, ""), address(dossier, "records:grid", table=table))
