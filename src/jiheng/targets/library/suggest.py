"""Three measurable indicators for a wording that says nothing: «人居环境显著改善» → what is counted of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from math import log

from jiheng.targets.library.entry import Entry
from jiheng.targets.library.load import entries, functions

SHOWN = 3
_VAGUE = re.compile(
    r"进一步|显著|明显|有效|不断|持续|切实|全面|稳步|逐步|大力|着力|深入|扎实|基本|较好|良好|充分|较大|大幅|有力|更加|日益"
    r"|提升|提高|改善|增强|加强|完善|优化|促进|推动|推进|保障|健全|夯实|巩固|强化|营造|确保|得到|实现|加快|满足|规范|做好|落实|深化"
)
_EMPTY = re.compile(
    r"[^\u4e00-\u9fff]|[的了和与及在对为等]|我县|全县|区域|辖区|广大|工作|能力|水平|程度|质量|情况|发展|建设|力度|机制|成效|作用|影响|服务|体系|群众"
)
_CONTENT = re.compile(r"满意|认可|获得感|幸福感|口碑")
FIELD_WEIGHTS = {"name": 4.0, "meaning": 2.0, "measured": 1.0}
OF_FUNCTION = 2.0
"""What an entry has for being of a function that the wording names, though it shares no word with it."""
OUTCOMES = frozenset({"社会效益", "经济效益", "生态效益", "可持续", "满意度", "质量"})


def is_vague(text: str) -> bool:
    """Whether a wording promises something that nobody can check: a word of praise, and no figure."""
    return bool(_VAGUE.search(text) or _CONTENT.search(text)) and not re.search(r"\d", text)


def suggest(text: str, function: str = "") -> tuple[Entry, ...]:
    """Three measurable indicators that fit, the best first, none of them of one stem; none where nothing fits.

    Args:
        text: the wording as it stands in a report.
        function: 职能 of the unit or project; its own indicators come first among equals.
    """
    wanted = _pairs(text)
    scores: defaultdict[int, float] = defaultdict(float)
    for pair in wanted:
        for place, weight in _index().get(pair, {}).items():
            scores[place] += weight
    named = {name for name, words in _words().items() if any(word in text for word in words)}
    for place, entry in enumerate(entries()):
        if entry.function in named or entry.function == function:
            scores[place] += OF_FUNCTION
    for place in scores:
        scores[place] *= _favour(entries()[place], text, function)
    ranked = sorted(scores, key=lambda place: -scores[place])
    return tuple(_differing(ranked))


def _differing(ranked: list[int]) -> Iterator[Entry]:
    stems: set[str] = set()
    for place in ranked:
        entry = entries()[place]
        if entry.stem not in stems and len(stems) < SHOWN:
            stems.add(entry.stem)
            yield entry


def _favour(entry: Entry, text: str, function: str) -> float:
    """How much more an entry is worth for its kind and function: contentment is asked of people, change of outcomes."""
    contented = bool(_CONTENT.search(text))
    kind = 2.0 if contented and entry.kind == "满意度" else 1.0
    if not contented:
        kind = 1.3 if entry.kind in OUTCOMES - {"满意度"} else 0.8 if entry.kind == "成本" else 1.0
    words = sum(word in text for word in _words()[entry.function])
    return kind * (1.6 if function and entry.function == function else 1.0) * (1 + 0.35 * min(words, 3))


def _pairs(text: str) -> set[str]:
    """Neighbouring characters, after the words that say nothing are gone."""
    rest = _EMPTY.sub(" ", _VAGUE.sub(" ", text))
    return {part[at : at + 2] for part in rest.split() for at in range(len(part) - 1)} | _function_pairs(text)


def _function_pairs(text: str) -> set[str]:
    """The words of a function that stand in the text, for wordings that have little else."""
    return {word[:2] for words in _words().values() for word in words if word in text}


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return {each.name: (each.name, *each.words) for each in functions()}


@cache
def _index() -> Mapping[str, Mapping[int, float]]:
    """Pair of characters → place of an entry → weight: rare pairs weigh more, and pairs of the name most."""
    found: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for place, entry in enumerate(entries()):
        for field, weight in FIELD_WEIGHTS.items():
            text = getattr(entry, field)
            for pair in {text[at : at + 2] for at in range(len(text) - 1)}:
                found[pair][place] = max(found[pair].get(place, 0), weight)
    total = len(entries()) + 1
    return {
        pair: {place: weight * log(total / len(places)) for place, weight in places.items()}
        for pair, places in found.items()
    }
