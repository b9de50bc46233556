"""Texts of the opportunities report and of what is said about a need, zh and en."""

from __future__ import annotations

from needlens.insight.numbers import Two

OPPORTUNITY_WORDS: dict[str, Two] = {
    "op_title": Two("产品机会报告", "Opportunities report"),
    "op_title_of": Two("{shop} · 产品机会报告", "{shop} · opportunities report"),
    "op_list": Two("机会排行", "Opportunities, greatest first"),
    "op_list_note": Two(
        "还没有满足的需求和问题，按机会值排序；每条给出该做什么、依据哪些数字、名次有多稳。点任何数字都能看到背后的原话。",
        "Needs and problems that are not met, by opportunity: what to do, the numbers that say so, and how firm the rank is. Open any number to read the sentences behind it.",
    ),
    "op_none": Two(
        "没有尚未满足的需求。请导入更多数据，再运行 needlens mine。",
        "There is no need that is not met. Bring in more data, then run needlens mine.",
    ),
    "action": Two("建议动作", "Action"),
    "action_fix": Two("改进商品", "Fix"),
    "action_extend": Two("扩展现有商品", "Extend"),
    "action_source": Two("引入新品", "Source"),
    "action_delist": Two("考虑下架", "Delist"),
    "action_explain": Two("讲清楚", "Explain better"),
    "action_service": Two("改进服务", "Improve service"),
    "action_reprice": Two("检查价格", "Review the price"),
    "reason": Two("依据", "Why"),
    "judged_at": Two("满意度 {grade}（1–9）", "satisfaction {grade} of 9"),
    "judged_by_none": Two("还没有人评价", "judged by nobody yet"),
    "reason_fix": Two(
        "{voices} 人提到，{judged}：在售的东西有这个问题。",
        "{voices} voices, {judged}: what is on sale has the problem.",
    ),
    "reason_fix_product": Two(
        "{voices} 人提到，{judged}；其中 {share} 说的是“{product}”。",
        "{voices} voices, {judged}; {share} of them speak of “{product}”.",
    ),
    "reason_extend": Two(
        "{voices} 人中有 {wishes} 人希望在售商品做到这一点。",
        "{wishes} of {voices} voices wish it of what is on sale.",
    ),
    "reason_extend_product": Two(
        "{voices} 人中有 {wishes} 人希望在售商品做到这一点，说得最多的是“{product}”（{about} 人）。",
        "{wishes} of {voices} voices wish it of what is on sale, most often of “{product}” ({about}).",
    ),
    "reason_source": Two(
        "{voices} 人中有 {wishes} 人在找或希望有，找不到能满足它的在售商品。",
        "{wishes} of {voices} voices search for it or wish it; no product on sale was found to satisfy it.",
    ),
    "reason_delist": Two(
        "{share} 的声音说的是“{product}”：评价它的 {judges} 人中 {negative} 人不满（占比的 95% 下限 {low}），{categories} 个方面里 {bad} 个为负；另有 {supply} 款商品满足这个需求。",
        "{share} of the voices speak of “{product}”: {negative} of the {judges} who judge it are negative (at least {low} with 95 % confidence), in {bad} of {categories} aspects; other products that satisfy the need: {supply}.",
    ),
    "reason_explain": Two(
        "{voices} 人提到，{judged}；说的是介绍或用法：先把页面和说明书写清楚。",
        "{voices} voices, {judged}, about how goods are described or used: make page and manual clearer first.",
    ),
    "reason_explain_supply": Two(
        "{voices} 人中有 {wishes} 人在问或在找，而已有 {supply} 款在售商品满足它，例如“{product}”。",
        "{wishes} of {voices} voices ask or search for it, and products on sale satisfy it already ({supply}), such as “{product}”.",
    ),
    "reason_explain_use": Two(
        "{voices} 人中有 {uses} 人为此购买，{judged}：在标题和页面上说出来。",
        "{uses} of {voices} voices buy for this, {judged}: say so in title and page.",
    ),
    "reason_service": Two(
        "{voices} 人提到，{judged}；说的是服务、物流或售后，不是商品本身。",
        "{voices} voices, {judged}; it is about service, delivery or after-sales, not the product.",
    ),
    "reason_reprice": Two(
        "{voices} 人提到，{judged}；说的是价格。",
        "{voices} voices, {judged}; it is about the price.",
    ),
    "reason_returned": Two(
        "{voices} 位顾客退回了“{product}”。", "{voices} customers sent “{product}” back."
    ),
    "reason_viewed": Two(
        "{voices} 位顾客反复看“{product}”却没有买：页面或价格没有说服他们。",
        "{voices} customers looked at “{product}” again and again and did not buy: page or price does not convince them.",
    ),
    "reason_switched": Two(
        "{voices} 位顾客不再买“{product}”所属的品牌，改买别家。",
        "{voices} customers left the brand of “{product}” for another.",
    ),
    "reason_together": Two(
        "{voices} 位顾客把它们一起买：可以做成套装，或在页面上互相推荐。",
        "{voices} customers buy them together: sell them as a set, or show one on the page of the other.",
    ),
    "size": Two("声量（人）", "Size (voices)"),
    "kano": Two("Kano 类别", "Kano class"),
    "kano_must-be": Two("必备", "must-be"),
    "kano_one-dimensional": Two("期望", "one-dimensional"),
    "kano_attractive": Two("魅力", "attractive"),
    "kano_indifferent": Two("无差异", "indifferent"),
    "money": Two("涉及金额", "Money at stake"),
    "money_of": Two("{currency} {value}（{range}）", "{currency} {value} ({range})"),
    "supply": Two("能满足它的商品", "Products that satisfy it"),
    "suspicious": Two("可疑声音", "Suspicious"),
    "suspicious_share": Two("可疑占 {share}，已降权", "{share} suspicious, weighed down"),
    "worded_llm": Two("语言模型措辞", "worded by a language model"),
    "worded_person": Two("人工措辞", "worded by a person"),
    "pinned": Two("已置顶", "pinned"),
    "facets": Two("侧面", "Facets"),
    "origins": Two("来自", "From"),
    "origin_opinion": Two("观点", "opinions"),
    "origin_suggestion": Two("建议", "suggestions"),
    "origin_question": Two("提问", "questions"),
    "origin_reason": Two("购买原因", "reasons for use"),
    "origin_implied": Two("言外之意", "implied"),
    "origin_query": Two("搜索", "searches"),
    "origin_behaviour": Two("行为", "behaviour"),
    "would_change": Two("什么会改变名次", "What would change the rank"),
    "rank_firm": Two("与相邻名次的差别明确。", "Clearly apart from its neighbours."),
    "rank_tied": Two(
        "第 {first}–{last} 名在统计上分不出先后。", "Ranks {first}–{last} cannot be told apart."
    ),
    "lift_both": Two(
        "再多 {voices} 人提到，或满意度从 {now} 降到 {grade} 以下，就会超过第 {rank} 名。",
        "{voices} further voice(s), or satisfaction below {grade} (now {now}), would take it past rank {rank}.",
    ),
    "lift_voices": Two(
        "再多 {voices} 人提到，就会超过第 {rank} 名。",
        "{voices} further voice(s) would take it past rank {rank}.",
    ),
    "lift_satisfaction": Two(
        "满意度从 {now} 降到 {grade} 以下，就会超过第 {rank} 名；单靠更多人提到不会。",
        "Satisfaction below {grade} (now {now}) would take it past rank {rank}; more voices alone would not.",
    ),
    "lift_none": Two(
        "单靠声量或满意度，超不过第 {rank} 名。",
        "Neither voices nor satisfaction alone would take it past rank {rank}.",
    ),
    "without_suspicious": Two("去掉可疑声音", "Without suspicious voices"),
    "without_product": Two("去掉商品“{name}”", "Without product “{name}”"),
    "without_source": Two("去掉来源“{name}”", "Without source “{name}”"),
    "shift_rank": Two("{what}：第 {rank} 名。", "{what}: rank {rank}."),
    "shift_gone": Two("{what}：没有人再提到它。", "{what}: nobody is left who brings it up."),
    "nav_list": Two("机会排行", "Opportunities"),
    "op_shown": Two(
        "{open} 个需求尚未满足，列出 {n} 个；另有 {met} 个已满足，不在此列。",
        "{open} needs are not met, {n} are listed; {met} more are met and left out.",
    ),
    "method_op_interval": Two(
        "机会值的 95% 区间：把声量和满意度的区间用 {draws} 组固定的抽样（拉丁超立方）代入公式；同样的数据总得同样的结果。",
        "95 % interval of the opportunity: the intervals of demand and satisfaction carried through the formula by {draws} fixed draws (Latin hypercube); same data, same answer.",
    ),
    "method_op_tied": Two(
        "分不出先后：相邻两名机会值之差的 95% 区间含 0。",
        "Cannot be told apart: the 95 % interval of the difference of neighbours includes 0.",
    ),
    "method_op_lift": Two(
        "超过前一名：假定新增的人与现有的人同样满意、其他需求不变。",
        "Past the one before: the new voices are taken to be as content as those so far, all other needs to stay as they are.",
    ),
    "method_op_shift": Two(
        "去掉一部分声音：依次去掉可疑声音、声量最大的 {products} 款商品之一、最大的 {sources} 个来源之一，重排名次；变动超过 {far} 名的才写出。",
        "Leaving voices out: suspicious ones, each of the {products} largest products, each of the {sources} largest sources in turn, ranking anew; said when a rank moves by more than {far}.",
    ),
    "method_op_action": Two(
        "建议动作由固定规则得出，只看类别、来源和在售商品；规则表见文档。它是起点，不是决定。",
        "The action follows from fixed rules on category, origin and what is on sale (table in the documentation). It is where to start, not a decision.",
    ),
    "notes": Two("备注", "Notes"),
    "term": Two("项目", "Term"),
    "meaning": Two("说明", "Meaning"),
    "quote": Two("原话", "Quote"),
    "date": Two("日期", "Date"),
    "products_concerned": Two("涉及商品", "Products concerned"),
}
