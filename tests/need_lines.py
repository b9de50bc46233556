"""A small library of needs of our own, and how it is written into a folder."""

from __future__ import annotations

import json

LINES = [
    {
        "need": "cooler-kettle", "name_zh": "壶身不烫手", "name_en": "kettle stays cool outside",
        "zh": ["把手烫得拿不住", "壶身一碰一个泡", "能不能加个隔热层", "手被壶壁烫红了"],
        "en": ["burnt my fingers on the side", "handle gets too hot to hold", "needs an insulated wall",
               "scalded my hand on the outside"],
        "calm_zh": ["摸着一点不烫", "壶身一直凉凉的"],
        "calm_en": ["never burnt a finger on it", "the side stays cool"],
    },
    {
        "need": "quiet-drawer", "name_zh": "抽屉安静", "name_en": "quiet drawers",
        "zh": ["抽屉一拉吱呀响", "半夜开抽屉全家都醒", "滑轨声音大", "希望抽屉有缓冲别砰的一声"],
        "en": ["drawers squeak every time", "the drawer slams and wakes the baby", "noisy runners",
               "wish the drawers closed softly"],
    },
    {
        "need": "longer-lead", "name_zh": "牵引绳更长", "name_en": "longer dog lead",
        "zh": ["绳子太短，狗跑不开", "遛狗的绳有三米的吗", "牵引绳一拉就到头了", "绳子不够长"],
        "en": ["lead is too short for my dog", "do you have a three metre leash?",
               "runs out of rope after two steps", "leash not long enough"],
    },
    {"need": None, "zh": ["非常满意", "质量很好"], "en": ["love it", "great quality, thanks"]},
    {"need": None, "zh": ["下次还来"], "en": ["will buy again"]},
]  # fmt: skip
"""A small library of our own: three needs and texts without one."""


def written(folder, lines=LINES, name="own.jsonl"):
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / name).write_text(text + "\n", encoding="utf-8")
    return folder
