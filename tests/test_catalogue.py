"""The English catalogues are complete, hold nothing else, and keep placeholders and plurals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.messages import CATALOGUES, Message, Source, missing, obsolete, read, renewed, translations, write

PATHS = {path.stem: path for path in CATALOGUES}
SOURCES = {path.stem: list(strings()) for path, strings in CATALOGUES.items()}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|{\w*}|%%")
HAN = re.compile(r"[\u4e00-\u9fff]+")
KEPT_WORDS = {
    *("绩衡", "示例口径", "有可能", "不可能", "支出率", "财政部门"),
    *("单位", "人员", "广东", "腾讯身份验证器"),  # two sheets, a region as it is typed, a program by its name
}
"""The brand, and words that stand in Chinese in what the reader fills in, finds or prints."""


def pairs() -> list[tuple[str, Message]]:
    """Each translated string of either catalogue, with its translation."""
    return [
        (singular, translated)
        for path in PATHS.values()
        for (singular, _context), translated in sorted(translations(read(path)).items(), key=str)
    ]


@pytest.mark.parametrize("name", PATHS)
def test_every_interface_string_has_an_english_translation(name: str) -> None:
    assert missing(SOURCES[name], read(PATHS[name])) == []


@pytest.mark.parametrize("name", PATHS)
def test_a_catalogue_holds_no_string_that_the_product_no_longer_shows(name: str) -> None:
    assert obsolete(SOURCES[name], read(PATHS[name])) == []


def test_a_translation_keeps_the_placeholders() -> None:
    lost = [
        (source, text)
        for source, translated in pairs()
        for text in translated
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text))
    ]
    assert lost == []


def test_a_translation_is_english() -> None:
    chinese = {word for _source, translated in pairs() for text in translated for word in HAN.findall(text)}
    assert chinese <= KEPT_WORDS


def test_a_counted_string_has_singular_and_plural() -> None:
    counted = [each for sources in SOURCES.values() for each in sources if len(each.message) > 1]
    known = {key: forms for path in PATHS.values() for key, forms in translations(read(path)).items()}
    assert counted
    assert [each.message for each in counted if len(set(known[each.key])) != 2] == []


def test_renewing_keeps_translations_adds_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "en/django.po"
    write(path, renewed([Source(("目标",), None, "a.py"), Source(("旧",), None, "a.py")], read(path)))
    path.write_text(path.read_text().replace('msgid "目标"\nmsgstr ""', 'msgid "目标"\nmsgstr "Target"'))
    sources = [Source(("目标",), None, "a.py"), Source(("%(n)s 处", "%(n)s 处"), None, "b.html")]
    assert missing(sources, read(path)) == ["%(n)s 处"]
    assert obsolete(sources, read(path)) == ["旧"]
    write(path, renewed(sources, read(path)))
    assert translations(read(path)) == {("目标", None): ("Target",), ("%(n)s 处", None): ("", "")}
