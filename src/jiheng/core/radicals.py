"""Radicals that fonts and prints put in the place of the characters that look the same (⽀ for 支, ⻋ for 车).

Kangxi radicals fold by compatibility (NFKC); of the CJK Radicals Supplement hardly any does, so that the equivalents
are listed here (Unicode Character Database, EquivalentUnifiedIdeograph.txt).
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪"
    "⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒"
    "⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"
)
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爬丬牛犭王𤴔"
    "目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艺艻虎衤覀西见角𧢲讠贝𧾷车辶辷辸邑钅長镸"
    "长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"
)
RADICALS: dict[int, int] = {
    **{code: ord(unicodedata.normalize("NFKC", chr(code))) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)},
    **dict(zip(map(ord, _SUPPLEMENT), map(ord, _IDEOGRAPHS), strict=True)),
}
"""For ``str.translate``: each radical to its ideograph, one character for one, so that positions stay."""


def plain_characters(text: str) -> str:
    """Write radicals as the characters they stand for; the length stays the same.

    >>> plain_characters("⽀出⾦额、⻋辆")
    '支出金额、车辆'
    """
    return text.translate(RADICALS)
