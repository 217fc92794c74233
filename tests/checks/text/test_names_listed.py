from jiheng.checks.finding import Kind, Severity, Verdict
from tests.checks.text.said import found, quiet, relations


def test_names_behind_a_number_are_counted() -> None:
    sound = relations("预算单位有3个，分别为青禾县财政局机关、青禾县会计中心和青禾县评审中心。", Kind.COUNT)
    assert sound[0].because == "列举3个名称"


def test_a_missing_name_is_likely_wrong() -> None:
    finding = found("直属单位5个，即会计中心、评审中心、采购中心、债务中心。", "T132")[0]
    assert finding.severity is Severity.WARNING
    assert finding.expected == "4"


def test_names_in_brackets_are_counted() -> None:
    assert relations("除险加固4宗（东沟、西坝、新塘、南岭）水库。", Kind.COUNT)


def test_a_list_that_ends_in_and_so_on_is_left_alone() -> None:
    assert quiet("下设5个股室，分别为办公室、预算股、国库股等。")


def test_a_name_may_hold_an_and_of_its_own() -> None:
    assert quiet("涉及3个单位，分别为发展和改革局、农业农村局、人力资源和社会保障局。")


def test_a_list_with_numbers_of_its_own_is_not_counted() -> None:
    assert quiet("下设4个机构，分别为办公室、财务科和2个下属单位。")
    assert not relations("下设4个机构，分别为办公室、财务科和2个下属单位。", Kind.COUNT, Verdict.WRONG)


def test_a_list_that_breaks_off_is_not_counted() -> None:
    assert quiet("直属单位5个，即会计中心、评审中心、采购")


def test_the_main_unit_and_the_others_make_up_the_number() -> None:
    assert relations("汇编范围的单位共5个，包括：青禾市民政局本级及4个局属事业单位。", Kind.COUNT)
    assert found("汇编范围的单位共6个，包括：青禾市民政局本级及4个局属事业单位。", "T132")[0].expected == "5"
