"""From a written tree to a typed model, or to faults that say where, what, what was expected, and the right form."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from jiheng.core.fault import Faults, Place
from jiheng.packs.right_form import right_form
from jiheng.packs.source import Written, plain

Kind = TypeVar("Kind")
KeyPath = tuple[int | str, ...]
"""Keys and list positions from the root."""


def typed(tree: Written, kind: type[Kind], faults: Faults) -> Kind | None:
    """Read the tree as ``kind``; None when it is not one, and then ``faults`` say why."""
    try:
        read: Kind = _adapter(kind).validate_python(plain(tree))  # type: ignore[arg-type]  # a type has a hash
    except ValidationError as error:
        seen: set[tuple[str, ...]] = set()
        for details in error.errors(include_url=False):
            spot = _spot(tree, kind, details)
            if details["type"] != "none_required" and spot.words not in seen:
                seen.add(spot.words)
                _add(spot, faults)
        return None
    return read


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def locate(tree: Written, path: KeyPath) -> Place:
    """The file and line of the thing at ``path``, or of the nearest thing around it."""
    node, words = tree, []
    for part in path:
        below = _below(node, part)
        if below is None:
            continue
        words.append(_word(below, part))
        node = below
    return Place(file=node.file, line=node.line, path=" → ".join(words))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a fault is: the tree there, the way in words, and what the model has there."""

    node: Written
    words: tuple[str, ...]
    owner: type[BaseModel] | None
    """The model that has the faulty key."""
    annotation: Any
    key: str
    """The last key on the way."""
    details: ErrorDetails

    @property
    def place(self) -> Place:
        return Place(file=self.node.file, line=self.node.line, path=" → ".join(self.words))


def _spot(tree: Written, kind: Any, details: ErrorDetails) -> _Spot:
    loc = details["loc"]
    node, words, annotation, owner, key = tree, [], kind, None, ""
    for part in loc:
        if part == "[key]":
            annotation = date
            break
        annotation, holder, is_tag = _member(annotation, part)
        owner = holder or owner
        below = None if is_tag else _below(node, part)
        if below is not None:
            words.append(_word(below, part))
            node = below
        if isinstance(part, str) and not is_tag and (below is not None or holder is not None):
            key = part
    if details["type"] in ("missing", "extra_forbidden") and key not in words[-1:]:
        words.append(key)
    return _Spot(node, tuple(words), owner, annotation, key, details)


def _below(node: Written, part: int | str) -> Written | None:
    if isinstance(part, int):
        return node.items[part] if part < len(node.items) else None
    return node.mapping.get(part)


def _word(node: Written, part: int | str) -> str:
    if isinstance(part, str):
        return part
    names = [node.mapping[key].text for key in ("code", "key", "name") if key in node.mapping]
    return f"“{' '.join(names[:2])}”" if any(names) else f"第 {part + 1} 项"


def _options(annotation: Any) -> Iterator[Any]:
    """The alternatives of a type, without its wrappings."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _options(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for option in get_args(annotation):
            yield from _options(option)
    else:
        yield annotation


def _is_model(option: Any) -> bool:
    return isinstance(option, type) and issubclass(option, BaseModel)


def _member(annotation: Any, part: int | str) -> tuple[Any, type[BaseModel] | None, bool]:
    """The type below ``part``, the model whose field it is, and whether it only names an alternative."""
    options = tuple(_options(annotation))
    for option in options:
        if _is_model(option):
            if len(options) > 1 and part in _tags(option):
                return option, None, True
            if part in option.model_fields:
                return option.model_fields[part].annotation, option, False
        elif get_origin(option) is dict:
            return get_args(option)[1], None, False
        elif get_origin(option) in (tuple, list) and isinstance(part, int):
            return get_args(option)[0], None, False
    return annotation, _model_of(annotation), False


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    field = model.model_fields.get("kind")
    return get_args(field.annotation) if field else ()


def _add(spot: _Spot, faults: Faults) -> None:
    said = spot.details["type"]
    problem, expected = _SAID.get(said, _otherwise)(spot)
    value = "" if said in ("missing", "extra_forbidden") else _met(spot)
    faults.add(spot.place, problem, value=value, expected=expected, fix=_fix(spot))


def _met(spot: _Spot) -> str:
    """The value that was met: the text there, or the key if that is what is wrong."""
    return spot.words[-1] if spot.details["loc"][-1:] == ("[key]",) else spot.node.text


Said = Callable[[_Spot], tuple[str, str]]
"""Says what is wrong and what was expected."""


def _missing(spot: _Spot) -> tuple[str, str]:
    return f"缺少“{spot.details['loc'][-1]}”", ""


def _unknown_key(spot: _Spot) -> tuple[str, str]:
    allowed = "、".join(spot.owner.model_fields) if spot.owner else ""
    return f"没有“{spot.details['loc'][-1]}”这个键", f"以下各键之一：{allowed}" if allowed else ""


def _no_kind(spot: _Spot) -> tuple[str, str]:
    kinds = _kinds(spot)
    given = "kind" in spot.node.mapping
    problem = f"没有“{spot.node.mapping['kind'].text}”这种 kind" if given else "缺少“kind”"
    told = (f"{tag}（{title}）" if (title := getattr(kind, "TITLE", "")) else str(tag) for tag, kind in kinds.items())
    return problem, "以下之一：" + "、".join(told)


def _kinds(spot: _Spot) -> dict[str, type[BaseModel]]:
    return {tag: option for option in _options(spot.annotation) if _is_model(option) for tag in _tags(option)}


def _meant_kind(spot: _Spot) -> type[BaseModel] | None:
    """The alternative that a wrong kind comes nearest to, by its key or by its Chinese name."""
    given = spot.node.mapping["kind"].text if "kind" in spot.node.mapping else ""
    names = _kinds(spot)
    names = names | {getattr(kind, "TITLE", tag): kind for tag, kind in names.items()}
    inside = [name for name in names if given and given in name]
    close = inside or difflib.get_close_matches(given, names, n=1, cutoff=0.4)
    return names[close[0]] if close else None


def _literal(spot: _Spot) -> tuple[str, str]:
    values = [
        value for option in _options(spot.annotation) if get_origin(option) is Literal for value in get_args(option)
    ]
    return "不是可选的值", "以下之一：" + "、".join(map(str, values))


def _own_words(spot: _Spot) -> tuple[str, str]:
    return str(spot.details["ctx"]["error"]) if spot.node.value is not None else "留空了", _shape(spot.annotation)


def _bounds(spot: _Spot) -> tuple[str, str]:
    context = spot.details.get("ctx", {})
    limits = [
        f"{word} {context[key]}"
        for key, word in (("ge", "不小于"), ("le", "不大于"), ("gt", "大于"), ("lt", "小于"))
        if key in context
    ]
    return "超出范围", "、".join(limits)


def _count(spot: _Spot) -> tuple[str, str]:
    context = spot.details["ctx"]
    if "min_length" in context:
        return "项数不够", f"至少 {context['min_length']} 项"
    return "项数过多", f"至多 {context['max_length']} 项"


def _otherwise(spot: _Spot) -> tuple[str, str]:
    return "留空了" if spot.node.value is None else "写法不对", _shape(spot.annotation)


_SAID: dict[str, Said] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_not_found": _no_kind,
    "union_tag_invalid": _no_kind,
    "literal_error": _literal,
    "value_error": _own_words,
    "greater_than_equal": _bounds,
    "less_than_equal": _bounds,
    "greater_than": _bounds,
    "less_than": _bounds,
    "too_short": _count,
    "too_long": _count,
}

_SHAPES: dict[Any, str] = {
    Fraction: "数字，如 5、0.5 或 95%",
    int: "整数，如 30",
    bool: "true 或 false",
    str: "文字",
    date: "日期，如 2015-01-01",
}


def _shape(annotation: Any) -> str:
    """What a value of the type looks like, in words."""
    shapes = [_option_shape(option) for option in _options(annotation) if option is not NoneType]
    return "，或".join(dict.fromkeys(filter(None, shapes)))


def _option_shape(option: Any) -> str:
    if option in _SHAPES:
        return _SHAPES[option]
    if _is_model(option):
        return "一组“键: 值”"
    if get_origin(option) in (tuple, list):
        return "列表（每项以“- ”开头，或写在方括号里）"
    if get_origin(option) is dict:
        key, _ = get_args(option)
        return "以日期为键的一组值，如 2015-01-01: …" if key is date else "以名称为键的一组值"
    return ""


def _fix(spot: _Spot) -> str:
    """The nearest known key, and an example of the right form."""
    near = ""
    if spot.details["type"] in ("union_tag_not_found", "union_tag_invalid"):
        meant = _meant_kind(spot)
        return "正确写法举例：" + (right_form(meant) if meant else "；".join(map(right_form, _kinds(spot).values())))
    if spot.details["type"] == "extra_forbidden" and spot.owner is not None:
        close = difflib.get_close_matches(str(spot.details["loc"][-1]), spot.owner.model_fields, n=1)
        near = f"是否想写“{close[0]}”？" if close else ""
    if spot.details["type"] == "literal_error":
        near = _near_value(spot)
    example = _example(spot.annotation) or right_form(spot.owner, spot.key)
    return near + (f"正确写法举例：{example}" if example else "")


def _near_value(spot: _Spot) -> str:
    values = [
        str(value)
        for option in _options(spot.annotation)
        if get_origin(option) is Literal
        for value in get_args(option)
    ]
    close = difflib.get_close_matches(spot.node.text, values, n=1)
    return f"是否想写“{close[0]}”？" if close else ""


def _example(annotation: Any) -> str:
    """The right form of a thing that is more than a scalar; empty if there is none."""
    for option in _options(annotation):
        if _is_model(option):
            return right_form(option)
        inner = _example(get_args(option)[-1]) if get_origin(option) is dict else ""
        if inner:
            return f"名称: {inner}"
        inner = _example(get_args(option)[0]) if get_origin(option) in (tuple, list) else ""
        if inner:
            return f"[{inner}]"
    return ""


def _model_of(annotation: Any) -> type[BaseModel] | None:
    return next((option for option in _options(annotation) if _is_model(option)), None)
