"""Each lint rule on a pack that breaks it, and all of them on one that does not."""

from __future__ import annotations

import re

import pytest

from jiheng.packs.lint import RULES, lint
from jiheng.packs.lint.note import Note
from jiheng.packs.load import read_pack
from tests.packs.conftest import SMALL, Packs

BANDS = """\
            - {at_least: 95%, share: 100%}
            - {at_least: 80%, share: 50%}
            - {share: 0}
"""
LEVELS = """\
      - {name: 达成, high: 100%, low: 80%}
      - {name: 部分达成, high: 80%, low: 60%}
      - {name: 未达成, high: 60%, low: 0}
"""
METHOD = "method: {kind: proportional, measure: 执行率, target: 100%}"


SLIPS = [
    ("share: 50%", "share: 0.5%", "PK322", "不到分值的百分之一"),
    ("{at_least: 80%, share: 50%}", "{at_least: 80%, below: 90%, share: 50%}", "PK319", "忽高忽低"),
    ("{at_least: 95%, share: 100%}", "{at_least: 95%, share: 20%}", "PK319", "忽高忽低"),
    ("formula: 支出数 ÷ 调整后预算数", "formula: 100 - 支出数 ÷ 调整后预算数", "PK508", "100 与比例相加减"),
]


def notes(packs: Packs, text: str) -> tuple[Note, ...]:
    return lint(read_pack(packs.write("test/small", text)))


def test_a_sound_pack_has_no_notes(packs: Packs) -> None:
    assert notes(packs, SMALL) == ()


BROKEN = [
    ("PK101", "full_marks", "object: 部门整体", "object: 部门整体\nfull_marks: 110", "合计 100 分，应为 110 分（差 -10 分）"),
    ("PK102", "children", "weight: 10\n", "weight: 12.5\n", "“1 履职效能”的下级指标权重合计 62.5 分，应为 60 分（差 +2.5 分）"),
    ("PK103", "items", "points: 12", "points: 11", "“2.2 制度”的核对事项分值合计 19 分，应为 20 分"),
    ("PK104", "weight", "weight: 10\n", "weight: 10.00001\n", "“1.1 执行率”的权重超过 4 位小数"),
    ("PK104", "weight", "weight: 10\n", "weight: -10\n", "“1.1 执行率”的权重为负数（-10 分）"),
    ("PK104", "points", "points: 12", "points: -12", "“2.2 制度”的事项“有制度”的分值为负数"),
    ("PK105", "nothing", "        own: {level_1: 产出指标}\n", "", "“1.2 产出”没有计分方法，也没有下级指标"),
    ("PK105", "two", "own: {level_1: 产出指标}", "own: {level_1: 产出指标}\n        " + METHOD, "同时写了 method、own"),
    ("PK107", "operators", '  "≤": {kind: proportional, direction: 反向}\n', "", "own_methods 缺少指标性质 ≤ 的计分方法"),
    ("PK108", "move", METHOD, METHOD + '\n        not_applicable: {rule: move, to: "7"}', "移到“7”，但没有这个编码"),
    ("PK108", "itself", METHOD, METHOD + '\n        not_applicable: {rule: move, to: "1.1"}', "移到了它自己或它的下级"),
    ("PK110", "years", "years: {first: 2020}", "pending: [等级待核对]\nyears: {first: 2020}", "待定：等级待核对"),
    ("PK109", "years", "{first: 2020}", "{first: 2020, last: 2019}", "适用年度从 2020 年到 2019 年"),
    ("PK332", "year", "2003-01-01: {value: 30, cite: 《政府采购法》第四十六条}", "2003-01-01: {value: 30, cite: 《政府采购法》第四十六条}\n      2062-01-01: {value: 15, cite: 《政府采购法》第四十六条}", "自 2062-01-01 起的数值"),
    ("PK333", "level", "own: {level_1: 产出指标}", "own: {level_1: 产出类指标}", "单位填的不叫这个名称"),
    ("PK201", "measure", "measure: 签订率", "measure: 签定率", "“2.1 合同签订”用到的“签定率”没有定义"),
    ("PK201", "when", METHOD, METHOD + "\n        not_applicable: {when: 没有}", "“1.1 执行率”用到的“没有”没有定义"),
    ("PK201", "item", "name: 有制度,", "name: 有制度, measure: 没有,", "“2.2 制度”用到的“没有”没有定义"),
    ("PK202", "formula", "支出数 ÷ 调整后预算数", "支出 ÷ 调整后预算数", "“执行率”的公式用到的“支出”没有定义"),
    ("PK203", "syntax", "支出数 ÷ 调整后预算数", "支出数 ÷", "“执行率”的公式第 6 个字符处：公式不完整"),
    ("PK204", "self", "支出数 ÷ 调整后预算数", "执行率 + 1", "“执行率”的公式绕回了自己：执行率 → 执行率"),
    ("PK204", "ring", "formula: 支出数 ÷ 调整后预算数", "formula: 签订率 + 1", ""),
    ("PK205", "value", "  合同签订期限:", "  签订期限:", "“按期签订合同数”按“合同签订期限”计算，但 values 里没有"),
    ("PK206", "vocabulary", "  签订率:", "  支出数: {unit: 元, formula: 基本支出数, meaning: x}\n  签订率:", "“支出数”与登记数据的名称相同"),
    ("PK206", "value", "  签订率:", "  合同签订期限: {unit: 天, formula: 支出数, meaning: x}\n  签订率:", "既在 measures 里，又在 values 里"),
    ("PK207", "measure", "  签订率:", "  闲置率: {unit: 元, formula: 支出数, meaning: x}\n  签订率:", "“闲置率”没有被任何指标、公式或表格用到"),
    ("PK301", "order", BANDS, BANDS.replace("95%", "70%"), "“2.1 合同签订”的第 2 档永远轮不到"),
    ("PK301", "same", BANDS, BANDS.replace("80%", "95%"), "第 2 档永远轮不到"),
    ("PK301", "open", BANDS, BANDS.replace("{at_least: 80%, share: 50%}", "{share: 50%}"), "第 3 档永远轮不到"),
    ("PK302", "floor", BANDS, BANDS.replace("            - {share: 0}\n", ""), "低于 0.8 时没有写得多少分，将得 0 分"),
    ("PK303", "share", BANDS, BANDS.replace("50%", "150%"), "“2.1 合同签订”的得分比例为 150%"),
    ("PK305", "gap", LEVELS, LEVELS.replace("high: 80%", "high: 70%"), "等级“达成”与“部分达成”之间有空档"),
    ("PK305", "overlap", LEVELS, LEVELS.replace("high: 80%", "high: 90%"), "等级“达成”与“部分达成”重叠"),
    ("PK305", "upside down", LEVELS, LEVELS.replace("low: 60%", "low: 85%"), "等级“部分达成”上限 80% 不高于下限 85%"),
    ("PK305", "top", LEVELS, LEVELS.replace("high: 100%", "high: 95%"), "最高等级“达成”的上限为 95%，得不到满分"),
    ("PK305", "bottom", LEVELS, LEVELS.replace("low: 0}", "low: 10%}"), "最低等级“未达成”的下限为 10%，得不到 0 分"),
    ("PK306", "days", "days: 30", "days: 0", "期限“合同签订”的 days 为 0"),
    ("PK307", "none", SMALL[SMALL.index("grades:") : SMALL.index("deadlines:")], "grades: []\n", "没有等级"),
    ("PK307", "high", "at_least: 90}", "at_least: 190}", "等级“优”要求 190 分，高于满分 100 分"),
    ("PK307", "same", "at_least: 80}", "at_least: 90}", "等级“良”与另一等级的起分相同"),
    ("PK308", "lowest", "差, at_least: 0}", "差, at_least: 10}", "低于 10 分没有对应的等级，将按“差”处理"),
    ("PK311", "crossed", "at_least: 90}", "at_least: 70}", "等级“优”从 70 分起，低于“良”的 80 分"),
    ("PK311", "in per cent", SMALL[SMALL.index("grades:") : SMALL.index("deadlines:")], "grades: [{name: 优, at_least: 0.9}, {name: 差, at_least: 0}]\n", "最高的等级“优”只要 0.9 分"),
    ("PK501", "target", "target: 100%", "target: 100", "按数值读是 10000%，也可能是指 100%"),
    ("PK501", "small", "target: 100%", "target: 0.95", "按数值读是 95%，也可能是指 0.95%"),
    ("PK501", "band", "at_least: 95%", "at_least: 95", "按数值读是 9500%，也可能是指 95%"),
    ("PK501", "weight", "weight: 10\n", "weight: 10%\n", "写作 10%，即 0.1 分"),
    ("PK501", "points", "points: 12", "points: 12元", "写作 12元，而这里是分值"),
    ("PK501", "share", "share: 50%", "share: 0.5", "没有百分号：按数值读是 50%"),
    ("PK501", "grade", "at_least: 90}", "at_least: 90%}", "写作 90%，即 0.9 分"),
    ("PK501", "days", "value: 30,", "value: 30%,", "写作 30%，而数据的单位是“天”"),
    ("PK502", "far", "at_least: 95%", "at_least: 9500%", "为 9500%，而“签订率”只会"),
    ("PK503", "formula", "支出数 ÷ 调整后预算数", "签订率 ÷ 调整后预算数", "公式算出的是比例÷金额，而 unit 写作“%”"),
    ("PK503", "mixed", "支出数 ÷ 调整后预算数", "(支出数 + 采购合同数) ÷ 调整后预算数", "公式把金额与个数相加减"),
    ("PK506", "hundred", "支出数 ÷ 调整后预算数", "支出数 ÷ 调整后预算数 × 100", "公式里又乘了 100"),
    ("PK507", "tiny", "target: 100%", "target: 0.95%", "要达到的还不到百分之一"),
    ("PK504", "money", "  签订率:", "  差额: {unit: 万元, formula: 支出数, meaning: x}\n  签订率:", "“差额”的单位写作“万元”"),
    ("PK401", "node", "        cite: 通知附件\n        " + METHOD, "        " + METHOD, "“1.1 执行率”没有写依据"),
    ("PK401", "value", "cite: 《政府采购法》第四十六条}\n", 'cite: ""}\n', "数值“合同签订期限”（2003-01-01 起）没有写依据"),
    ("PK402", "meaning", ", meaning: 支出占预算的比例}\n  签订率", "}\n  签订率", "“执行率”没有写含义"),
    ("PK403", "since", "    since:\n      2003-01-01: {value: 30, cite: 《政府采购法》第四十六条}\n", "    since: {}\n", "没有写从哪一天起施行"),
    ("PK404", "late", "2003-01-01", "2021-01-01", "数值“合同签订期限”自 2021-01-01 起才有，而规则包从 2020 年起适用"),
    ("PK405", "unverified", "mark: V}", "mark: U}", "来源“通知”是未核实的"),
    ("PK405", "inferred", "mark: V}", "mark: I}", "来源“通知”是推断的"),
    ("PK406", "none", "sources:\n  - {key: 通知, title: 自评通知（测财〔2024〕1号）, mark: V}", "sources: []", "没有写来源"),
    ("PK407", "reference", "cite: 通知附件\n    children", "cite: 见来源“办法”第三条\n    children", "指向来源“办法”，但 sources 里没有"),
    ("PK408", "guide", "        guide: {meaning: 支出占预算的比例}\n", "", "“1.1 执行率”没有填报说明"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "old", "new", "said"), [pytest.param(c, o, n, s, id=f"{c} {i}") for c, i, o, n, s in BROKEN]
)
def test_a_broken_rule_is_told_by_its_code_with_file_and_line(
    packs: Packs, code: str, old: str, new: str, said: str
) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    if code == "PK204" and not said:
        text, said = (
            text.replace("按期签订合同数 ÷ 采购合同数", "执行率 ÷ 2"),
            "“执行率”的公式绕回了自己：执行率 → 签订率 → 执行率",
        )
    found = [note for note in notes(packs, text) if note.code == code]
    assert any(said in note.text() for note in found), found
    lines = text.count("\n") + 1
    assert all(note.place.file.endswith("pack.yaml") and 0 < note.place.line <= lines and note.fix for note in found)


METHODS = [
    ("PK304", "{kind: one_of, choices: [{code: a, name: 甲, share: 90%}, {code: b, name: 乙, share: 0}]}", "没有一种情形能得满分"),
    ("PK303", "{kind: one_of, choices: [{code: a, name: 甲, share: 100%}, {code: b, name: 乙, share: -100%}]}", "得分比例为 -100%"),
    ("PK303", "{kind: qualitative, levels: [{name: 甲, high: 120%, low: 80%}, {name: 乙, high: 80%, low: 0}]}", "得分比例为 120%"),
    ("PK306", "{kind: step, measure: 执行率, target: 95%, per: 0, lose: 1}", "的 per 为 0"),
    ("PK306", "{kind: step, measure: 执行率, target: 95%, per: 1%, lose: 0, at_most: -1}", "的 at_most 为 -1"),
    ("PK306", "{kind: linear, measure: 执行率, zero_at: 60%, full_at: 60%}", "zero_at 与 full_at 相同"),
    ("PK306", "{kind: proportional, measure: 执行率, over: {above: 0, effect: note}}", "超额完成的 above 为 0"),
    ("PK306", "{kind: proportional, measure: 执行率, over: {above: 130%, effect: deduct}}", "超额完成的 lose 为 0"),
    ("PK302", "{kind: bands, measure: 执行率, bands: [{at_most: 80%, share: 0}, {at_least: 90%, share: 100%}]}", "0.8（不含） 至 0.9（不含） 时没有写得多少分"),
    ("PK312", "{kind: step, measure: 执行率, per: 1%, lose: 1}", "没有写 target"),
    ("PK314", "{kind: linear, measure: 执行率, versus: 执行率, zero_at: 0, full_at: 95%}", "拿同一个数据与自己比较"),
    ("PK314", "{kind: linear, measure: 执行率, hand_unit: '%', zero_at: 0, full_at: 95%}", "既写了 measure，又写了手填的单位"),
    ("PK330", "{kind: linear, measure: 执行率, zero_at: 95%, full_at: 60%}", "一般越高越好，这里写成了越低得分越高"),
    ("PK330", "{kind: step, measure: 执行率, operator: ≤, target: 95%, per: 1%, lose: 1}", "一般越高越好"),
    ("PK330", "{kind: proportional, measure: 执行率, target: 100%, direction: 反向}", "一般越高越好"),
    ("PK331", "{kind: proportional, measure: 执行率, over: {above: 13%, effect: note}}", "从 13% 算起，还没有完成也算超额"),
    ("PK315", "{kind: step, measure: 执行率, target: 95%, per: 1%, lose: 11}", "每步扣 11 分，比分值 10 分还多"),
    ("PK316", "{kind: bands, measure: 执行率, bands: [{at_least: 95%, at_most: 80%, share: 100%}, {share: 0}]}", "没有一个值能落在里面"),
    ("PK316", "{kind: bands, measure: 执行率, bands: [{at_least: 95%, above: 80%, share: 100%}, {share: 0}]}", "同一头写了两个界限"),
    ("PK316", "{kind: bands, measure: 执行率, bands: [{at_least: 95%, share: 50%, to_share: 100%}, {share: 0}]}", "须有上下两个界限"),
    ("PK317", "{kind: one_of, choices: [{code: a, name: 甲, share: 100%}, {code: a, name: 乙, share: 0}]}", "情形编号“a”重复"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "method", "said"), METHODS)
def test_a_method_that_cannot_work_is_told(packs: Packs, code: str, method: str, said: str) -> None:
    found = notes(packs, SMALL.replace(METHOD, f"method: {method}"))
    assert any(note.code == code and said in note.sentence for note in found), found


EXTRAS = [
    ("PK106", "", "指标编码“1.1”重复"),
    ("PK201", "caps: [{code: C, name: 封顶, measure: 没有, bands: [{below: 80%, at_most: 89}], cite: 手册}]", "封顶“封顶”用到的“没有”没有定义"),
    ("PK201", "deductions: [{code: D, name: 迟报, measure: 没有, lose: 1, at_most: 5, cite: x}]", "扣分“迟报”用到的“没有”没有定义"),
    ("PK306", "deductions: [{code: D, name: 迟报, measure: 退回次数, per: 0, lose: 1, at_most: 5, cite: x}]", "扣分“迟报”的 per 为 0"),
    ("PK306", "own_over: {above: 130%, effect: deduct, cite: x}", "自设指标超额完成的 lose 为 0"),
    ("PK309", "caps: [{code: C, name: 封顶, measure: 执行率, bands: [{below: 80%, at_most: 79}, {below: 70%, at_most: 89}], cite: 手册}]", "第 2 档（低于 70%）不起作用"),
    ("PK309", "caps: [{code: C, name: 封顶, measure: 执行率, bands: [{below: 80%, at_most: 100}], cite: 手册}]", "等于没有封顶"),
    ("PK310", "monitoring: {red_below: 80%, yellow_below: 60%}", "黄线 60% 不高于红线 80%"),
    ("PK310", "monitoring: {floors: [{month: 8, rate: 60%}, {month: 6, rate: 40%}]}", "8 月之后是 6 月"),
    ("PK310", "monitoring: {floors: [{month: 6, rate: 60%}, {month: 8, rate: 40%}]}", "（40%）"),
    ("PK401", "caps: [{code: C, name: 封顶, measure: 执行率, bands: [{below: 80%, at_most: 89}], cite: ''}]", "封顶“封顶”没有写依据"),
    ("PK401", "deductions: [{code: D, name: 迟报, measure: 退回次数, lose: 1, at_most: 5, cite: ' '}]", "扣分“迟报”没有写依据"),
    ("PK401", "own_over: {above: 130%}", "超额完成的规定没有写依据"),
    ("PK208", "inputs: {编外人数: {unit: 人}}", "补充数据“编外人数”没有写含义"),
    ("PK208", "inputs: {编外人数: {meaning: x}}", "补充数据“编外人数”没有写单位"),
    ("PK208", "inputs: {类别: {form: level, meaning: x}}", "options 与 form 不合"),
    ("PK208", "inputs: {比率: {form: pair, unit: 人, meaning: x}}", "以分子、分母填报，单位却是“人”"),
    ("PK206", "inputs: {支出数: {unit: 元, meaning: x}}", "补充数据“支出数”的名称已有别的意思"),
    ("PK602", "project_pack: cn/projct", "project_pack 写的“cn/projct”：没有这个规则包"),
    ("PK318", "vetoes: [{code: V, name: 违规, measure: 财务问题数, best: 良好, cite: x}]", "否决“违规”写的等级“良好”不存在"),
    ("PK306", "bonuses: [{code: B, name: 获奖, measure: 财务问题数, gain: 0, at_most: 3, cite: x}]", "加分“获奖”的 gain 为 0"),
    ("PK401", "bonuses: [{code: B, name: 获奖, measure: 财务问题数, gain: 1, at_most: 3, cite: ''}]", "加分“获奖”没有写依据"),
    ("PK201", "vetoes: [{code: V, name: 违规, measure: 没有, best: 良, cite: x}]", "否决“违规”用到的“没有”没有定义"),
    ("PK318", "uses: [{name: 优秀, advice: 优先, cite: x}]", "结果应用写的等级“优秀”不存在"),
    ("PK501", "caps: [{code: C, name: 封顶, measure: 执行率, bands: [{below: 80, at_most: 89}], cite: 手册}]", "按数值读是 8000%"),
    ("PK501", "caps: [{code: C, name: 封顶, measure: 支出数, bands: [{below: 80, at_most: 89}], cite: 手册}]", "可能是 80 元，也可能是 80 万元"),
    ("PK501", "monitoring: {red_below: 60, yellow_below: 80%}", "按数值读是 6000%"),
    ("PK505", "monitoring: {red_below: 600%, yellow_below: 800%}", "应在 0 到 200% 之间"),
    ("PK505", "deductions: [{code: D, name: 迟报, measure: 执行率, per: 100%, lose: 1, at_most: 5, cite: x}]", "一步就跨过大半"),
    ("PK313", "OWN", "自设指标用自己的年度指标值"),
    ("PK320", "deductions: [{code: D, name: 迟报, measure: 财务问题数, lose: 10, at_most: 5, cite: x}]", "每步 10 分，比最多 5 分还多"),
    ("PK320", "bonuses: [{code: B, name: 获奖, measure: 财务问题数, gain: 5, at_most: 3, cite: x}]", "每步 5 分，比最多 3 分还多"),
    ("PK321", "vetoes: [{code: V, name: 违规, measure: 财务问题数, best: 优, cite: x}]", "仍可评“优”"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "extra", "said"), EXTRAS)
def test_caps_deductions_and_thresholds_are_checked_too(packs: Packs, code: str, extra: str, said: str) -> None:
    text = SMALL.replace('code: "1.2"', 'code: "1.1"') if not extra else SMALL + extra + "\n"
    if extra == "OWN":
        text = SMALL.replace('"≥": {kind: proportional}', '"≥": {kind: step, target: 5, per: 1, lose: 1}')
    assert any(note.code == code and said in note.sentence for note in notes(packs, text)), notes(packs, text)


def test_a_name_that_a_form_shows_is_used(packs: Packs) -> None:
    text = SMALL.replace("  签订率:", "  闲置率: {unit: 元, formula: 支出数, meaning: x}\n  签订率:")
    form = 'kind: table\ncode: a\ntitle: 甲\ncolumns: [10]\nblocks: [{kind: grid, rows: [["{{ 闲置率 }}"]]}]\n'
    assert lint(read_pack(packs.write("test/small", text, forms__a=form))) == ()


def test_a_form_that_binds_what_there_is_not_is_told_with_the_nearest_name(packs: Packs) -> None:
    form = 'kind: table\ncode: a\ntitle: 甲\ncolumns: [10, 10]\nblocks: [{kind: grid, rows: [["{{ 单位名字 }}", "{{ 得分:1.9 }}"]]}]\n'
    found = lint(read_pack(packs.write("test/small", SMALL, forms__a=form)))
    assert [(note.code, "是否想写" in note.fix) for note in found] == [("PK601", True), ("PK601", True)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("target: 100%", "target: 9500", "PK501"),
        ("weight: 60", "weight: 60%", "PK501"),
        ("at_least: 90}", "at_least: 90%}", "PK501"),
        ("支出数 ÷ 调整后预算数", "支出 ÷ 调整后预算数", "PK202"),
        ("share: 50%", "share: 50", "PK501"),
    ],
)
def test_one_mistake_gives_one_message(packs: Packs, old: str, new: str, code: str) -> None:
    assert [note.code for note in notes(packs, SMALL.replace(old, new, 1))] == [code]


def test_what_a_pack_inherits_without_using_it_is_no_fault_of_its_own(packs: Packs) -> None:
    packs.write(
        "test/base",
        SMALL.replace("test/small", "test/base").replace(
            "  签订率:", "  闲置率: {unit: 元, formula: 支出数, meaning: x}\n  签订率:"
        ),
    )
    packs.write("test/over", "id: test/over\nversion: '1'\ntitle: 上\nextends: test/base\n")
    assert [note.code for note in lint(read_pack("test/base"))] == ["PK207"]
    assert lint(read_pack("test/over")) == ()


def test_weights_that_an_overlay_upsets_are_told_at_the_line_of_the_overlay(packs: Packs) -> None:
    loaded = packs.overlay('indicators:\n  - {code: "2.2", weight: 25, method: {items: [{code: a, points: 17}]}}\n')
    (note,) = lint(loaded)
    assert (note.code, note.place.file, note.place.line) == ("PK102", str(packs.root / "test/over/pack.yaml"), 6)


def test_a_fragment_is_linted_for_what_it_says_and_not_for_what_it_lacks(packs: Packs) -> None:
    text = "id: test/frag\nversion: '1'\ntitle: 片段\nyears: {first: 2020}\nstatus: verified\nfragment: true\nmeasures: {甲: {unit: '%', formula: 别处的 ÷ 别处的数}}\n"
    packs.write("test/frag", text)
    assert [note.code for note in lint(read_pack("test/frag", fragment=True))] == ["PK406", "PK402"]


def test_the_worst_comes_first(packs: Packs) -> None:
    text = (
        SMALL.replace("weight: 60", "weight: 70")
        .replace("mark: V}", "mark: U}")
        .replace(", meaning: 支出占预算的比例}\n  签订率", "}\n  签订率")
    )
    assert [note.severity for note in notes(packs, text)] == ["error", "error", "warning", "info"]


def test_every_rule_has_its_own_code_and_a_test_that_breaks_it() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"PK[1-6]\d\d", code) for code in codes)
    assert {code for code, *_ in (*BROKEN, *METHODS, *EXTRAS)} | {code for *_, code, _ in SLIPS} | {"PK601"} == set(
        codes
    )


def test_a_note_reads_as_one_line(packs: Packs) -> None:
    note = notes(packs, SMALL.replace("weight: 60", "weight: 70"))[0]
    assert note.text().startswith("PK101 ")
    assert "indicators：一级指标权重合计 110 分，应为 100 分（差 +10 分）。请调整" in note.text()


@pytest.mark.parametrize(("old", "new", "code", "said"), SLIPS)
def test_what_can_be_scored_and_is_hardly_meant_is_told(packs: Packs, old: str, new: str, code: str, said: str) -> None:
    assert old in SMALL
    found = [(note.code, note.sentence) for note in notes(packs, SMALL.replace(old, new, 1))]
    assert any(each == code and said in sentence for each, sentence in found), found


@pytest.mark.parametrize(
    "bands",
    [
        "[{at_most: 100%, share: 100%}, {above: 100%, at_most: 110%, share: 60%}, {share: 0}]",
        "[{above: 110%, share: 0}, {at_least: 90%, at_most: 110%, share: 100%}, {share: 0}]",
        "[{at_least: 90%, share: 100%}, {at_least: 70%, below: 90%, share: 0, to_share: 100%}, {share: 0}]",
        "[{at_least: 20%, share: 0}, {at_least: 10%, share: 50%}, {share: 100%}]",
    ],
)
def test_bands_that_rise_fall_or_have_one_best_middle_are_not_doubted(packs: Packs, bands: str) -> None:
    text = SMALL.replace(METHOD, f"method: {{kind: bands, measure: 执行率, bands: {bands}}}")
    assert text != SMALL
    assert "PK319" not in {note.code for note in notes(packs, text)}
