"""Passwords that everybody guesses, made by rule: words, common names and keyboard walks, each with the usual tails."""

from __future__ import annotations

from functools import cache
from itertools import product

WORDS = (
    "password", "passw0rd", "p@ssw0rd", "p@ssword", "admin", "administrator", "root", "user", "test", "guest",
    "welcome", "letmein", "iloveyou", "superman", "monkey", "dragon", "sunshine", "master", "changeme", "default",
    "system", "manager", "oracle", "server", "abc", "abcd", "abcdef", "aaa", "aaaaaa", "qwe", "asd", "zxc",
    "woaini", "woaiwojia", "zhongguo", "zhonghua", "beijing", "shanghai", "guangdong", "guangzhou", "shenzhen",
    "caizheng", "caizhengju", "caizhengting", "caiwu", "jixiao", "jixiaogu", "yusuan", "yusuangu", "zhengfu",
    "renmin", "zhenzhengfu", "xianzhengfu", "bangongshi", "guanliyuan", "xitong", "mima", "denglu", "jiheng",
    "caizhengsuo", "xiangzhen", "jiedao", "shenji", "zongheban",
)  # fmt: skip
WALKS = (
    "qwerty", "qwertyuiop", "qwer", "asdf", "asdfgh", "asdfghjkl", "zxcv", "zxcvbn", "zxcvbnm", "qazwsx", "qazwsxedc",
    "1qaz2wsx", "1qaz2wsx3edc", "1qaz@wsx", "1qaz!qaz", "!qaz2wsx", "1q2w3e4r", "1q2w3e4r5t", "q1w2e3r4", "qweasd",
    "qweasdzxc", "zaq12wsx", "1234qwer", "123qwe", "123qweasd", "123qweasdzxc", "qwe123", "asd123", "zxc123",
    "147258369", "159357", "741852963", "123456", "12345678", "1234567890", "0987654321", "87654321", "666666", "888888",
)  # fmt: skip
SURNAMES = (
    "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun", "ma", "zhu", "hu", "lin",
    "guo", "he", "gao", "luo",
)  # fmt: skip
GIVEN = ("wei", "fang", "min", "jing", "li", "qiang", "lei", "jun", "yang", "yong", "yan", "jie", "juan", "tao", "ming")
JOINS = ("", "@", "_", "-", "#", "!", ".")
TAILS = (
    "", "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "000", "0000",
    "111", "1111", "111111", "321", "520", "521", "1314", "5201314", "666", "6666", "888", "8888", "168", "abc", "qwe",
    *(str(year) for year in range(2010, 2036)),
)  # fmt: skip
ENDINGS = "!@#.*?~"
"""What people put behind a guessed password to please a rule about symbols."""

UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
"""The digit that a sign shares its key with."""


@cache
def bad_passwords() -> frozenset[str]:
    """All of them, in lower case."""
    names = {surname + given for surname, given in product(SURNAMES, GIVEN)}
    stems = {*WORDS, *WALKS, *names}
    tailed = {stem + join + tail for stem, join, tail in product(stems, JOINS, TAILS)}
    doubled = {stem + join + stem for stem, join in product(stems, JOINS)}
    return frozenset(tailed | doubled)


def is_bad(password: str) -> bool:
    """Whether everybody would guess it, whatever its capitals and the signs behind it."""
    plain = password.lower()
    forms = {plain, plain.rstrip(ENDINGS), plain.translate(UNSHIFTED)}
    return not forms.isdisjoint(bad_passwords())
