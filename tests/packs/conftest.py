"""A small pack on the disk, and ways to change it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jiheng.core.fault import Fault, Refused
from jiheng.packs.load import load_pack, read_pack
from jiheng.packs.loaded import Loaded

SMALL = """\
id: test/small
version: "2024.1"
title: 测试规则包
region: 测试
object: 部门整体
years: {first: 2020}
status: verified
sources:
  - {key: 通知, title: 自评通知（测财〔2024〕1号）, mark: V}
values:
  合同签订期限:
    unit: 天
    since:
      2003-01-01: {value: 30, cite: 《政府采购法》第四十六条}
measures:
  执行率: {unit: "%", formula: 支出数 ÷ 调整后预算数, meaning: 支出占预算的比例}
  签订率: {unit: "%", formula: 按期签订合同数 ÷ 采购合同数, meaning: 按期签订的比例}
indicators:
  - code: "1"
    name: 履职效能
    weight: 60
    cite: 通知附件
    children:
      - code: "1.1"
        name: 执行率
        weight: 10
        cite: 通知附件
        method: {kind: proportional, measure: 执行率, target: 100%}
        guide: {meaning: 支出占预算的比例}
      - code: "1.2"
        name: 产出
        weight: 50
        cite: 通知附件
        own: {level_1: 产出指标}
        guide: {meaning: 自设的产出指标}
  - code: "2"
    name: 管理效率
    weight: 40
    cite: 通知附件
    children:
      - code: "2.1"
        name: 合同签订
        weight: 20
        cite: 通知附件
        guide: {meaning: 是否按期签订}
        method:
          kind: bands
          measure: 签订率
          bands:
            - {at_least: 95%, share: 100%}
            - {at_least: 80%, share: 50%}
            - {share: 0}
      - code: "2.2"
        name: 制度
        weight: 20
        cite: 通知附件
        guide: {meaning: 制度是否齐全}
        method:
          kind: checklist
          items:
            - {code: a, name: 有制度, points: 12}
            - {code: b, name: 有执行记录, points: 8}
own_methods:
  "≥": {kind: proportional}
  "≤": {kind: proportional, direction: 反向}
  "=": {kind: proportional}
  ">": {kind: proportional}
  "<": {kind: proportional, direction: 反向}
  定性:
    kind: qualitative
    levels:
      - {name: 达成, high: 100%, low: 80%}
      - {name: 部分达成, high: 80%, low: 60%}
      - {name: 未达成, high: 60%, low: 0}
grades:
  - {name: 优, at_least: 90}
  - {name: 良, at_least: 80}
  - {name: 差, at_least: 0}
deadlines:
  - {code: T1, matter: 合同签订, days: 30, after: 中标通知书发出, cite: 《政府采购法》第四十六条}
"""


class Packs:
    """A folder of packs in which tests write, and read back what the loader makes of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, pack_id: str, text: str = SMALL, **files: str) -> Path:
        folder = self.root / pack_id
        contents = {"pack.yaml": text} | {name.replace("__", "/") + ".yaml": body for name, body in files.items()}
        for name, content in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        return folder

    def changed(self, old: str, new: str, *, times: int = 1) -> Path:
        """The small pack with one piece of its text replaced."""
        assert SMALL.count(old) >= times, old
        return self.write("test/small", SMALL.replace(old, new, times))

    def overlay(self, text: str, **files: str) -> Loaded:
        """A pack that extends the small one."""
        self.write("test/small")
        head = 'id: test/over\nversion: "1"\ntitle: 上层\nextends: test/small\n'
        self.write("test/over", head + text, **files)
        return read_pack("test/over")


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packs:
    monkeypatch.setenv("JIHENG_PACKS", str(tmp_path))
    return Packs(tmp_path)


@pytest.fixture
def faults_of() -> Callable[[str | Path], list[Fault]]:
    """The faults for which a pack is refused."""

    def refused(pack: str | Path) -> list[Fault]:
        with pytest.raises(Refused) as found:
            load_pack(pack)
        return list(found.value.faults)

    return refused
