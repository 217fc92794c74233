from jiheng.checks.finding import Kind, Verdict
from jiheng.checks.text import check_text
from jiheng.core.fault import Place
from jiheng.reading.document import Cell, Document, Table
from tests.checks.text.said import covers, found, quiet, relations


def test_a_flattened_fund_table_is_added_column_by_column() -> None:
    text = "全年预算数(A) 全年执行数(B) 716.32 699.95 其中:中央财政资金 314.00 314.00 市级财政资金 57.17 57.17 其他资金 345.15 328.78"
    assert {r.stated for r in relations(text, Kind.SUM)} == {"716.32", "699.95"}


def test_a_wrong_cell_in_a_column_is_found() -> None:
    text = "年度预算资金总额: 321.25\n其中:中央补助 166.00\n市级资金 136.00\n本级资金 20.25\n"
    assert found(text, "T111")[0].expected == "322.25"


def test_blocks_below_add_up_to_the_block_above() -> None:
    block = "年度预算资金总额: {}\n其中:中央补助 {}\n市级资金 {}\n本级资金 {}\n"
    text = block.format("108.25", "66.00", "34.00", "8.25") + block.format("70.00", "45.00", "20.00", "5.00")
    text += block.format("38.25", "21.00", "14.00", "3.25")
    assert covers(relations(text, Kind.SUM)[1], "108.25", "70.00", "38.25")
    assert quiet(text)


def test_a_part_larger_than_its_total_row_is_found() -> None:
    text = "年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度资金总额: 0 0 0 10 0 0 其中:本年财政拨款 90 89.974 89.974 "
    assert found(text, "T112")


def test_rate_and_score_of_a_row_are_recomputed() -> None:
    text = "全年预算数 全年执行数 分值 执行率 得分\n年度资金总额: |\n50 |\n40 |\n10 |\n80% |\n8 |\n"
    assert covers(relations(text, Kind.RATIO)[0], "50", "40", "80%")
    assert relations(text, Kind.SCORE_SUM)


def test_a_rate_without_its_sign_is_read_under_its_header() -> None:
    text = "预算数(A)\n\n执行数(B)\n\n执行率(B/A)\n\n得分\n\n(20分*执行率)\n\n年度财政资金总额\n\n50\n\n10\n\n20\n\n4\n"
    assert covers(relations(text, Kind.RATIO)[0], "50", "10", "20")
    assert covers(relations(text, Kind.SCORE_SUM)[0], "20分", "4")


def test_a_wrong_rate_in_the_official_row_is_found() -> None:
    text = "年度资金总额: |\n50 |\n50 |\n40 |\n10 |\n90% |\n9 |\n"
    assert found(text, "T102")[0].expected == "80%"


def test_a_wrong_execution_score_is_found() -> None:
    text = "执行率 得分\n年度资金总额: |\n50 |\n40 |\n10 |\n80% |\n9 |\n"
    assert found(text, "T143")[0].expected == "8"


def test_weights_under_a_heading_are_added() -> None:
    text = (
        "产出指标(30分) |\n数量 |\n10 |\n>=20人 |\n21人 |\n10 |\n质量 |\n20 |\n>=95% |\n96% |\n20 |\n效益指标(30分) |\n"
    )
    assert relations(text, Kind.SCORE_SUM)[0].stated == "30分"


def test_a_row_total_is_the_sum_of_its_cells() -> None:
    text = "单位\n\n合计\n\n社会保险补助\n\n现金补助\n\n养护补助\n\n甲林场\n\n3454\n\n4\n\n2400\n\n1050\n"
    assert relations(text, Kind.SUM)[0].stated == "3454"


def document(rows: list[list[str]]) -> Document:
    text, cells = "", []
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            cells.append(Cell(r, c, len(text), len(text) + len(value), Place(row=r + 1)))
            text += value + "\t"
        text += "\n"
    return Document("表.xlsx", "", text, tables=(Table(tuple(cells)),))


def test_true_cells_are_used_where_the_document_has_them() -> None:
    answer = check_text(
        document([["项目", "全年预算数", "全年执行数", "执行率"], ["资金总额", "200.50", "150.25", "74.94%"]])
    )
    assert [r.verdict for r in answer.relations if r.kind is Kind.RATIO] == [Verdict.OK]


def test_a_total_below_its_rows_is_recomputed() -> None:
    text = "支出内容 | 计划支出 | 实际支出 |\n甲 | 166.16 | 129.05 |\n乙 | 80.00 | 62.54 |\n丙 | 100.00 | 98.21 |\n支出合计 | 346.16 | {} |\n"
    assert {r.stated for r in relations(text.format("289.80"), Kind.SUM)} == {"346.16", "289.80"}
    assert found(text.format("289.30"), "T111")[0].expected == "289.8"


def test_a_total_above_its_rows_is_recomputed_where_they_end() -> None:
    text = "地区 | 已下达 | 本次下达 |\n甲市合计 | 1153 | 311 |\n甲县 | 442 | 119 |\n乙县 | 711 | 192 |\n丙市合计 | 25 | 7 |\n"
    assert {r.stated for r in relations(text, Kind.SUM)} >= {"1153", "311"}


def test_the_change_of_a_row_is_the_gap_of_its_two_years() -> None:
    table = (
        "项目 | 上年决算数 | 本年决算数 | 增、减金额 | 增、减幅度 |\n接待费 | 1679.69 | 1590.94 | -88.75 | -5.28% |\n"
    )
    assert any(covers(r, "1679.69", "-88.75") for r in relations(table, Kind.SUM))
