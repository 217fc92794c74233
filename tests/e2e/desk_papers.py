"""What lies on the desk of the clerk of 青禾镇, an invented small town: table → columns, rows as she reads them off her papers."""

from __future__ import annotations

NIL = ("asset_income", "special_funds", "inspections")
"""Tables of which there is nothing this year."""

PAPERS: dict[str, tuple[str, str]] = {
    "unit": (
        "region superior posts staff contact due filed",
        "青云县 青云县财政局 46 44 李秀兰 2025-03-31 2025-03-20",
    ),
    "projects": (
        "code name attribute special_fund assessed",
        """P01 农村公路日常养护 延续 否 是
           P02 村庄人居环境整治 新增 否 是""",
    ),
    "budget": (
        "code project category source original adjusted",
        """B01 - 人员经费 一般公共预算 6200000 6200000
           B02 - 公用经费 一般公共预算 820000 820000
           P01-1 P01 项目支出 一般公共预算 1500000 1500000
           P02-1 P02 项目支出 一般公共预算 2400000 2300000""",
    ),
    "payments": (
        "line month amount",
        """B01 2024-03 1550000
           B01 2024-06 1550000
           B01 2024-09 1550000
           B01 2024-12 1550000
           B02 2024-03 190000
           B02 2024-06 205000
           B02 2024-09 200000
           B02 2024-12 215000
           P01-1 2024-06 700000
           P01-1 2024-12 760000
           P02-1 2024-09 1200000
           P02-1 2024-12 1100000""",
    ),
    "indicators": (
        "code level_1 level_2 name operator target unit weight",
        """Z01 产出指标 数量指标 农村公路养护里程 ≥ 42 公里 10
           Z02 产出指标 数量指标 完成人居环境整治的村 ≥ 6 个 10
           Z03 效益指标 社会效益指标 生活垃圾集中处理率 ≥ 95 % 10
           Z04 效益指标 满意度指标 群众满意度 ≥ 90 % 10""",
    ),
    "results": (
        "indicator actual reason measure",
        """Z01 42 - -
           Z02 5 - -
           Z03 96 - -
           Z04 93.5 - -""",
    ),
    "answers": (
        "indicator item answer proof",
        """2.6.1 A 是 2024年资产配置预算批复
           2.6.1 B 是 新增资产清单""",
    ),
    "evidence": (
        "code indicator title",
        """ZJ01 1.1.1 公路养护验收单、人居环境验收单
           ZJ02 1.1.2 群众满意度调查汇总表
           ZJ03 1.1.3 财政一体化系统支付统计表""",
    ),
    "purchases": (
        "code name project budget intention start award signed amount announced filed small_business upheld_complaint",
        """CG01 公路养护服务 P01 600000 2024-01-15 2024-02-26 2024-03-20 2024-04-08 586000 2024-04-09 2024-04-12 是 否
           CG02 垃圾清运车 P02 380000 2024-04-10 2024-05-20 2024-06-12 2024-06-28 372000 2024-07-01 2024-07-04 是 否""",
    ),
    "assets": (
        "code name ledger accounts counted counted_on in_use",
        """ZC01 房屋 9600000 9600000 9600000 2024-12-10 9600000
           ZC02 通用设备 1240000 1240000 1240000 2024-12-10 1180000
           ZC03 家具和用具 310000 310000 310000 2024-12-10 310000""",
    ),
    "disclosures": (
        "code matter approved published complete",
        """GK01 部门预算 2024-02-06 2024-02-21 是
           GK02 三公经费 2024-02-06 2024-02-21 是
           GK03 部门决算 2024-08-22 2024-09-05 是
           GK04 三公经费 2024-08-22 2024-09-05 是
           GK05 绩效目标 2024-02-06 2024-02-21 是
           GK06 绩效自评结果 2024-08-22 2024-09-05 是""",
    ),
    "rule_documents": (
        "code area title issued",
        """ZD01 事前绩效评估 青禾镇项目事前绩效评估办法 2022-05-10
           ZD02 绩效目标管理 青禾镇绩效目标管理办法 2022-05-10
           ZD03 绩效运行监控 青禾镇绩效运行监控办法 2022-05-10
           ZD04 绩效评价管理 青禾镇绩效评价管理办法 2022-05-10
           ZD05 评价结果应用 青禾镇评价结果应用办法 2023-03-02
           ZD06 采购内控 青禾镇政府采购内部控制办法 2021-11-18""",
    ),
    "running_costs": (
        "code name three_public last_actual budget actual",
        """F01 办公费 - 268000 270000 266000
           F02 水电费 - 310000 312000 308000
           F03 公务用车运行维护费 公务用车运行维护费 150000 150000 146000
           F04 公务接待费 公务接待费 92000 88000 80000""",
    ),
    "adjustments": (
        "code line dated amount reason excepted",
        "TZ01 P02-1 2024-07-15 -100000 招标结余，调减 否",
    ),
    "filings": (
        "code step due filed returned",
        """BS01 2024年绩效目标申报 2023-11-20 2023-11-17 0
           BS02 2024年1至6月绩效运行监控 2024-07-19 2024-07-16 0
           BS03 2024年1至10月绩效运行监控 2024-11-20 2024-11-15 1
           BS04 2023年部门整体支出绩效自评 2024-03-29 2024-03-25 0""",
    ),
}
"""In the order in which the pages lead her; a dash is an empty cell."""


def rows(table: str) -> list[dict[str, str]]:
    """The rows of one table: attribute → text."""
    names, written = PAPERS[table]
    return [
        {name: text for name, text in zip(names.split(), line.split(), strict=True) if text != "-"}
        for line in written.splitlines()
    ]


def block(table: str, names: list[str]) -> str:
    """The rows as a block for the clipboard, in the order of the columns on the screen."""
    return "".join("\t".join(row.get(name, "") for name in names) + "\r\n" for row in rows(table))
