"""Plant known faults into sound report sentences and measure how many the text check finds.

    python bench/check.py [--rounds N] [--seed S] [--write]

Every passage is written here, with invented units, in the sentence shapes of self-evaluation reports.
A round writes one report of several passages, plants one fault in one of them, and checks it. A fault
is found when an error or a warning touches the passage it was planted in; any other error or warning
counts against precision. Figures go to ``bench/check_results.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import check_docs

from jiheng.checks.finding import Finding, Kind, Severity
from jiheng.checks.text import check_plain
from jiheng.core.exact import decimal_text, half_up

RESULTS = Path(__file__).with_name("check_results.json")
NUMERIC = {Kind.RATIO, Kind.SUM, Kind.SCORE_SUM, Kind.GROWTH, Kind.COUNT, Kind.UNIT, Kind.CONFLICT, Kind.GRADE}

Values = dict[str, str]
Plant = Callable[[Values, random.Random], Values | None]


@dataclass(frozen=True)
class Shape:
    """One way to write a claim: sound values, the sentence, and the faults it can carry."""

    name: str
    draw: Callable[[random.Random], Values]
    write: Callable[[Values], str]
    plants: Mapping[str, Plant] = field(default_factory=dict)


@dataclass
class Tally:
    """Planted, found, and findings that point elsewhere."""

    planted: int = 0
    found: int = 0
    right: int = 0
    stray: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        said = self.right + self.stray
        return self.right / said if said else 1.0


# --- numbers --------------------------------------------------------------------------------------


def money(rng: random.Random, low: int, high: int) -> int:
    """An amount in 0.01 万元."""
    return rng.randrange(low * 100, high * 100)


def wan(units: int) -> str:
    return decimal_text(units, 2)


def percent(numerator: int, denominator: int, places: int = 2) -> str:
    return decimal_text(half_up(numerator * 100 * 10**places, denominator), places)


def other_digit(text: str, rng: random.Random, first: int = 0, last: int | None = None) -> str:
    """Change one digit of a number as written, never to a leading zero."""
    places = [k for k in range(len(text))[first:last] if text[k].isdigit()]
    at = rng.choice(places)
    choices = [d for d in "0123456789" if d != text[at] and not (at == 0 and d == "0")]
    return text[:at] + rng.choice(choices) + text[at + 1 :]


def change(*names: str, first: int = 0, last: int | None = None) -> Plant:
    def plant(values: Values, rng: random.Random) -> Values:
        name = rng.choice(names)
        return {**values, name: other_digit(values[name], rng, first, last)}

    return plant


def swap_unit(*names: str, to: str = "元") -> Plant:
    def plant(values: Values, rng: random.Random) -> Values:
        return {**values, f"unit_{rng.choice(names)}": to}

    return plant


def drop(*names: str) -> Plant:
    def plant(values: Values, rng: random.Random) -> Values:
        return {**values, "drop": rng.choice(names)}

    return plant


def unit(values: Values, name: str) -> str:
    return values[name] + values.get(f"unit_{name}", "万元")


def listed(values: Values, nouns: Mapping[str, str], glue: str) -> str:
    """The parts as a list, without a dropped one."""
    return glue.join(noun + unit(values, name) for name, noun in nouns.items() if values.get("drop") != name)


# --- shapes ---------------------------------------------------------------------------------------


def draw_ratio(rng: random.Random) -> Values:
    budget = money(rng, 120, 9000)
    spent = budget * rng.randrange(6000, 9970) // 10000
    return {"budget": wan(budget), "spent": wan(spent), "rate": percent(spent, budget)}


def draw_parts(count: int, low: int = 11, high: int = 900) -> Callable[[random.Random], Values]:
    def draw(rng: random.Random) -> Values:
        parts = [money(rng, low, high) for _ in range(count)]
        return {**{f"p{k}": wan(part) for k, part in enumerate(parts)}, "total": wan(sum(parts))}

    return draw


def draw_growth(rng: random.Random) -> Values:
    before = money(rng, 60, 4000)
    step = before * rng.randrange(600, 3500) // 10000
    down = rng.random() < 0.6
    now = before - step if down else before + step
    verb = ("减少", "下降") if down else ("增加", "增长")
    return {
        "now": wan(now),
        "step": wan(step),
        "before": wan(before),
        "rate": percent(step, before),
        "verb": verb[0],
        "trend": verb[1],
    }


def wrong_base(values: Values, _rng: random.Random) -> Values | None:
    now, step = (half_up(int(Fraction(values[k]) * 100), 1) for k in ("now", "step"))
    rate = percent(step, now)
    return {**values, "rate": rate} if abs(Fraction(rate) - Fraction(values["rate"])) >= Fraction(1, 20) else None


def draw_count(rng: random.Random) -> Values:
    good, fair, poor = rng.randrange(12, 60), rng.randrange(5, 30), rng.randrange(2, 10)
    return {"a": str(good), "b": str(fair), "c": str(poor), "total": str(good + fair + poor)}


def draw_score(rng: random.Random) -> Values:
    first, second, third = rng.randrange(4300, 5000), rng.randrange(2500, 3000), rng.randrange(800, 1000)
    extra = rng.randrange(900, 1000)
    parts = {
        "a": decimal_text(first, 2),
        "b": decimal_text(second, 2),
        "c": decimal_text(third, 2),
        "d": decimal_text(extra, 2),
    }
    total = first + second + third + extra
    return {**parts, "total": decimal_text(total, 2), "grade": "优" if total >= 9000 else "良"}


def draw_copy(rng: random.Random) -> Values:
    amount = wan(money(rng, 300, 9000))
    return {"first": amount, "again": amount}


def draw_price(rng: random.Random) -> Values:
    price, people = rng.randrange(4, 60) * 25, rng.randrange(23, 400)
    return {"price": str(price), "people": str(people), "amount": str(price * people)}


def draw_convert(rng: random.Random) -> Values:
    amount = rng.randrange(12000, 90000)
    return {"yi": decimal_text(amount, 4), "wan": str(amount)}


def draw_rest(rng: random.Random) -> Values:
    budget, spent = money(rng, 900, 9000), money(rng, 200, 800)
    return {"budget": wan(budget), "spent": wan(spent), "rest": wan(budget - spent)}


def draw_shares(rng: random.Random) -> Values:
    first, second = money(rng, 120, 900), money(rng, 60, 110)
    total = first + second
    rates = {"r0": percent(first, total), "r1": percent(second, total)}
    return {"p0": wan(first), "p1": wan(second), "total": wan(total), **rates}


def draw_changes(rng: random.Random) -> Values:
    first, second = money(rng, 5, 40), money(rng, 5, 40)
    return {"p0": wan(first), "p1": wan(second), "total": wan(first + second)}


LEVELS = {"p0": "中央资金", "p1": "省级资金", "p2": "县级配套资金"}
ITEMS = {"p0": "道路硬化工程", "p1": "饮水管网改造", "p2": "村级活动场所修缮", "p3": "垃圾收集点建设"}
KINDS = {"p0": "人员经费", "p1": "公用经费", "p2": "专项业务经费"}
RATIO_PLANTS = {"changed digit": change("rate", first=0, last=4), "swapped unit": swap_unit("spent", "budget")}
SUM3 = {"changed digit": change("p0", "p1", "p2", "total", last=-1), "swapped unit": swap_unit("p0", "p1", "p2")}
SHAPES = (
    Shape("rate after budget and spending", draw_ratio, lambda v: f"云岭县水务局2023年度项目预算安排{unit(v, 'budget')}，实际支出{unit(v, 'spent')}，预算执行率为{v['rate']}%。", RATIO_PLANTS),
    Shape("rate with blanks", draw_ratio, lambda v: f"青禾镇年度总预算为 {v['budget']} {v.get('unit_budget', '万元')}，年度总支出为 {v['spent']} {v.get('unit_spent', '万元')}，支出率 {v['rate']}%。", RATIO_PLANTS),
    Shape("arrival rate", draw_ratio, lambda v: f"该项目计划资金{unit(v, 'budget')}，截至年底到位资金{unit(v, 'spent')}，资金到位率{v['rate']}%。", RATIO_PLANTS),
    Shape("total first, 其中", draw_parts(3), lambda v: f"全年共下达补助资金{unit(v, 'total')}，其中：{listed(v, LEVELS, '，')}。", SUM3),
    Shape("total first, 分别为", draw_parts(4), lambda v: f"本年度安排民生项目资金{unit(v, 'total')}，分别为{listed(v, ITEMS, '、')}。", {"changed digit": change("p0", "p1", "p2", "p3", "total", last=-1), "dropped part": drop("p0", "p1", "p2", "p3"), "swapped unit": swap_unit("p0", "p3")}),
    Shape("total last", draw_parts(3), lambda v: f"{listed(v, KINDS, '，')}，合计{unit(v, 'total')}。", {**SUM3, "dropped part": drop("p0", "p1", "p2")}),
    Shape("具体为", draw_parts(4), lambda v: f"下达专项经费{unit(v, 'total')}，具体为：{listed(v, ITEMS, '；')}。", {"changed digit": change("p0", "p1", "p2", "p3", last=-1), "dropped part": drop("p1", "p2"), "swapped unit": swap_unit("p1", "p2")}),
    Shape("bracketed parts", draw_parts(3), lambda v: f"共落实帮扶资金{unit(v, 'total')}（其中{listed(v, LEVELS, '、')}），已全部用于产业发展。", SUM3),
    Shape("change and rate", draw_growth, lambda v: f"“三公”经费支出{unit(v, 'now')}，较上年{v['verb']}{unit(v, 'step')}，{v['trend']}{v['rate']}%。", {"changed digit": change("rate", first=0, last=4), "wrong growth base": wrong_base, "swapped unit": swap_unit("step")}),
    Shape("change, rate and earlier amount", draw_growth, lambda v: f"公务用车运行维护费支出{unit(v, 'now')}，比上年支出{unit(v, 'before')}{v['verb']}{unit(v, 'step')}，{v['trend']}{v['rate']}%。", {"changed digit": change("rate", first=0, last=4), "wrong growth base": wrong_base}),
    Shape("同比", draw_growth, lambda v: f"本年收入合计{unit(v, 'now')}，同比{v['verb']}{unit(v, 'step')}，{v['trend']}{v['rate']}%，主要原因是项目数量变化。", {"changed digit": change("rate", first=0, last=4), "wrong growth base": wrong_base}),
    Shape("counts by grade", draw_count, lambda v: f"全县纳入自评的项目共计{v['total']}个，其中评为“优”的{v['a']}个，评为“良”的{v['b']}个，评为“中”的{v['c']}个。", {"changed digit": change("a", "b", "c", "total")}),
    Shape("scores and grade", draw_score, lambda v: f"产出指标得分{v['a']}分，效益指标得分{v['b']}分，满意度指标得分{v['c']}分，预算执行率得分{v['d']}分，合计得分{v['total']}分，评价等级为“{v['grade']}”。", {"changed digit": change("a", "b", "c", "d")}),
    Shape("stated twice", draw_copy, lambda v: f"本年批复乡村道路养护专项经费{v['first']}万元。\n资金管理规范，专款专用，未发现截留、挪用等问题；各村均建立台账，按月公示，接受群众监督。\n截至年底，乡村道路养护专项经费{v['again']}万元已按进度管理。", {"altered copy": change("again")}),
    Shape("price times number", draw_price, lambda v: f"按500米以内短途标准执行，培训补助{v['price']}元/人，培训{v['people']}人，共{v['amount']}元。", {"changed digit": change("amount")}),
    Shape("what is left", draw_rest, lambda v: f"白水镇2023年项目资金预算{unit(v, 'budget')}，支出{unit(v, 'spent')}，结余{unit(v, 'rest')}。", {"changed digit": change("rest", last=-1), "swapped unit": swap_unit("rest")}),
    Shape("shares", draw_shares, lambda v: f"全年支出{unit(v, 'total')}，其中接待费{unit(v, 'p0')}，占{v['r0']}%；用车费{unit(v, 'p1')}，占{v['r1']}%。", {"changed digit": change("r1", last=4), "swapped unit": swap_unit("p0", "p1")}),
    Shape("fund table", draw_parts(3), lambda v: f"年度资金总额（万元）：\n{v['total']}\n其中：中央财政资金\n{v['p0']}\n省级财政资金\n{v['p1']}\n县级配套资金\n{v['p2']}\n年度总体目标\n", {"changed digit": change("p0", "p1", "p2", last=-1)}),
    Shape("ruled table", draw_parts(4), lambda v: f"支出内容 | 金额 | 备注 |\n甲工程 | {v['p0']} | 完工 |\n乙工程 | {v['p1']} | 完工 |\n丙工程 | {v['p2']} | 完工 |\n丁工程 | {v['p3']} | 在建 |\n合计 | {v['total']} | 无 |\n", {"changed digit": change("p0", "p1", "p2", "p3", last=-1)}),
    Shape("changes of parts", draw_changes, lambda v: f"“三公”经费较上年减少{v['total']}万元。其中：用车费较上年减少{v['p0']}万元；接待费较上年减少{v['p1']}万元。", {"changed digit": change("p0", "p1", last=-1), "altered copy": change("total", last=-1)}),
    Shape("two units", draw_convert, lambda v: f"争取债券资金{v['yi']}亿元（{v['wan']}万元）用于城区管网。", {"changed digit": change("wan"), "swapped unit": lambda v, _rng: {**v, "yi": decimal_text(int(v["wan"]) * 10, 4)}}),
)  # fmt: skip
FILLERS = (
    "各单位严格执行预算绩效管理制度，规范开展绩效自评工作。",
    "项目建成后，群众出行条件得到改善，满意度达到95%以上。",
    "根据《云岭县财政局关于开展2023年度绩效自评工作的通知》（云财绩〔2024〕12号）要求，现将有关情况报告如下。",
    "2023年3月完成招标，9月底前全部完工并通过验收。",
    "一是加强组织领导，二是严格资金监管，三是注重结果应用。",
    "年度内共组织培训6期，参训人员满意度较高。",
)


# --- rounds ---------------------------------------------------------------------------------------


def loud(findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if f.severity is not Severity.INFO and f.kind in NUMERIC]


def one_round(rng: random.Random, tallies: dict[str, Tally], misses: list[str]) -> int:
    """Write one report with one fault; return its length."""
    shapes = rng.sample(SHAPES, 5)
    carrier = next(shape for shape in shapes if shape.plants)
    fault = rng.choice(sorted(carrier.plants))
    values = carrier.plants[fault](carrier.draw(rng), rng)
    if values is None:
        return 0
    report, span = "", (0, 0)
    for shape in shapes:
        sentence = shape.write(values if shape is carrier else shape.draw(rng))
        if shape is carrier:
            span = (len(report), len(report) + len(sentence))
        report += sentence + "\n" + rng.choice(FILLERS) + "\n"
    said = loud(check_plain(report).findings)
    touching = [f for f in said if any(s.start < span[1] and span[0] < s.end for s in f.spans)]
    tally = tallies.setdefault(fault, Tally())
    tally.planted += 1
    tally.found += bool(touching)
    tally.right += len(touching)
    tally.stray += len(said) - len(touching)
    if not touching:
        misses.append(f"MISSED {fault} · {carrier.name} · {report[span[0] : span[1]]}")
    misses += [f"STRAY {f.code} {f.message}" for f in said if f not in touching]
    return len(report)


def run(rounds: int, seed: int) -> tuple[dict[str, Tally], list[str], int]:
    rng = random.Random(seed)
    tallies: dict[str, Tally] = {}
    misses: list[str] = []
    characters = sum(one_round(rng, tallies, misses) for _ in range(rounds))
    return tallies, misses, characters


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the text check on planted faults.")
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--misses", type=int, default=0, help="print this many misses and strays")
    parser.add_argument("--write", action="store_true", help="write check_results.json and its table")
    args = parser.parse_args()
    began = time.perf_counter()
    tallies, misses, characters = run(args.rounds, args.seed)
    seconds = time.perf_counter() - began
    rows = {
        fault: {"planted": t.planted, "recall": round(t.recall, 4), "precision": round(t.precision, 4)}
        for fault, t in sorted(tallies.items())
    }
    for fault, row in rows.items():
        print(f"{fault:20} planted {row['planted']:5} · recall {row['recall']:.2%} · precision {row['precision']:.2%}")
    print(f"{characters / seconds:,.0f} characters a second")
    print("\n".join(misses[: args.misses]))
    if args.write:
        figures = {"rounds": args.rounds, "seed": args.seed, "faults": rows, "shapes": [shape.name for shape in SHAPES]}
        RESULTS.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        check_docs.write()


if __name__ == "__main__":
    main()
