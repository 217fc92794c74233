"""甲与乙取较高者: two data of which the better or the worse counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiheng.packs.annex.forms import Made
from jiheng.packs.source import Plain

_TWIN = re.compile(
    r"(?:以|按照?|将|在)?(?P<one>[^,;。:\d<>≥≤=]{2,16}?)(?:与|和|同|、)(?P<other>[^,;。:\d<>≥≤=]{2,16}?)(?:2者|两者|相比|比较|相比较|之间|中|2者中|之中)*,?(?:取|按|就|择)(?P<which>较高|较低|孰高|孰低|高|低|较大|较小|大|小)(?:者|值|的|原则)?(?:为准|计算|计分|评价|计)?[,;。]?"
)


@dataclass(frozen=True, slots=True)
class Twin:
    """Two data of which the higher (or the lower) counts."""

    one: str
    other: str
    higher: bool


def taken(text: str) -> tuple[str, Twin | None]:
    """The text without the clause that names two data, and the two."""
    found = _TWIN.search(text)
    if found is None or re.search("得分|分数|分值", found["one"] + found["other"]):
        return text, None
    higher = found["which"] in {"较高", "孰高", "高", "较大", "大"}
    return text[: found.start()] + text[found.end() :], Twin(found["one"], found["other"], higher)


def joined(made: Made, twin: Twin) -> Made | None:
    """The method over both data; None where it looks at no single value."""
    if len(made.inputs) != 1 or "measure" not in made.method:
        return None
    (declared,) = made.inputs.values()
    more: dict[str, Plain] = {"measure": twin.one, "versus": twin.other}
    worse: dict[str, Plain] = {} if twin.higher == _rises(made.method) else {"take": "worse"}
    inputs = {name: declared | {"meaning": f"“{name}”。{declared['meaning']}"} for name in (twin.one, twin.other)}
    return Made(made.method | more | worse, inputs)


def _rises(method: dict[str, Plain]) -> bool:
    """Whether more of the datum earns more."""
    if method["kind"] == "linear":
        return float(str(method["full_at"]).rstrip("%")) > float(str(method["zero_at"]).rstrip("%"))
    if method["kind"] == "bands":
        first = method["bands"][0] if isinstance(method["bands"], list) else {}
        return isinstance(first, dict) and bool(first.keys() & {"at_least", "above"})
    return method.get("operator", "≥") in {"≥", ">", "="}
