#!/usr/bin/env bash
# Lists of Chinese counties sorted or searched by pinyin go wrong for names that every official reads rightly.
#
# pypinyin 0.55.0 knows many place names as phrases (重庆 chong qing, 六安 lu an, 东阿 dong e) but not these, all
# names of counties or cities in force, whose first or second character has a reading of its own there: 长治 and 长葛
# are read with zhang (as in 长大), 单县 with dan, 涡阳 with wo, 洪洞 with dong, 浚县 with jun, 荥经 with xing,
# 筠连 with yun, 什邡 with shen, 繁峙 with zhi. Nothing marks the result as uncertain.
# Right (as used by the places themselves): chang, chang, shan, guo, tong, xun, ying, jun, shi, shi.
#
# Seen with: pypinyin 0.55.0, Python 3.11. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" --quiet --disable-pip-version-check install pypinyin==0.55.0 2>/dev/null
found=$("$folder/v/bin/python" - <<'PY'
from pypinyin import lazy_pinyin

for name in "重庆 六安 东阿 长治 长葛 单县 涡阳 洪洞 浚县 荥经 筠连 什邡 繁峙".split():
    print(name, "".join(lazy_pinyin(name)))
PY
)
echo "$found"
wanted='重庆 chongqing
六安 luan
东阿 donge
长治 zhangzhi
长葛 zhangge
单县 danxian
涡阳 woyang
洪洞 hongdong
浚县 junxian
荥经 xingjing
筠连 yunlian
什邡 shenfang
繁峙 fanzhi'
[ "$found" = "$wanted" ] || { echo "no longer as seen"; exit 1; }
