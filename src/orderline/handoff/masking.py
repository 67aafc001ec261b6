"""Masking for people's eyes: names by their first letter, numbers by their last four, spoken digits included.

`privacy.mask_text` masks written digits; a transcript also holds "two oh four eight two one" and 「二零四八二一」.
"""

from __future__ import annotations

import re

from orderline.privacy import KEEP, MASK, mask_text

_EN_DIGIT = r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine)"
_EN_RUN = re.compile(rf"\b{_EN_DIGIT}(?:[\s,.\-]+{_EN_DIGIT}\b){{4,}}", re.IGNORECASE)
_EN_WORD = re.compile(_EN_DIGIT, re.IGNORECASE)
_ZH_RUN = re.compile(r"[零〇一二三四五六七八九幺两](?:[\s,，、]*[零〇一二三四五六七八九幺两]){4,}")
_ZH_WORD = re.compile(r"[零〇一二三四五六七八九幺两]")
_CJK = re.compile(r"[\u3400-\u9fff]")


def mask_name(name: str) -> str:
    """`Anna Mori` as `A. M.`; 「李小明」 as 「李••」: enough to greet, too little to find."""
    if _CJK.search(name):
        compact = name.strip()
        return compact[0] + MASK * (len(compact) - 1)
    return " ".join(f"{part[0]}." for part in name.split())


def mask_spoken(text: str) -> str:
    """Mask every long run of digits in `text`, written or spoken; its last four stay readable."""
    masked = _EN_RUN.sub(lambda run: _keep_last(run.group(), _EN_WORD), mask_text(text))
    return _ZH_RUN.sub(lambda run: _keep_last(run.group(), _ZH_WORD), masked)


def _keep_last(run: str, word: re.Pattern[str]) -> str:
    """`run` with all but the last `KEEP` matches of `word` replaced by one mask each."""
    hidden = len(word.findall(run)) - KEEP
    return word.sub(MASK, run, count=hidden)
