"""Invented shops with planted fake reviews, to judge the signs of suspicion by.

Real customers write one to five clauses, some only a word of praise; half of them wrote
once; there are sales in the whole shop and of one product, evenings on which somebody
reviews a whole parcel, lazy follow-ups, and one product that really fails. Fakes come in
six ways (``ATTACKS``) to a few products.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

ATTACKS = ("copy", "edited", "paraphrase", "follow-up", "shill", "new")
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 180

GOOD = {
    "zh": {
        "料子": ["摸着很舒服", "比想象的厚实", "洗过没缩水", "透气不闷", "很细腻", "没有起球"],
        "颜色": ["和图上一样", "很正", "显白", "耐看", "比照片还好", "深浅刚好"],
        "做工": ["走线整齐", "没有线头", "扎实", "对得起价钱", "细节到位", "拉链顺滑"],
        "物流": ["第二天就到了", "比预计早", "包得严实", "送货上门", "快递员客气", "路上没磕碰"],
        "尺寸": ["按表买正合适", "大小刚好", "长度合适", "松紧可以", "肩宽正好", "不挑身材"],
        "客服": ["回得快", "有耐心", "讲得清楚", "帮我改了地址", "主动补差价", "推荐得准"],
        "味道": ["没有异味", "开袋就香", "清淡", "放两天就散了", "闻着自然", "不刺鼻"],
        "家里人": ["都说好看", "抢着用", "也要了一件", "用了一周很满意", "夸我会买", "没再提换货"],
    },
    "en": {
        "The fabric": ["feels soft", "is thicker than I thought", "did not shrink", "breathes well", "has not pilled", "is smooth"],
        "The colour": ["matches the photo", "suits me", "looks even better", "is deep", "has not faded", "goes with everything"],
        "The seams": ["are straight", "are strong", "look neat", "held after ten washes", "have no loose ends", "lie flat"],
        "Delivery": ["took two days", "was early", "was well packed", "came to my door", "was tracked", "was free"],
        "The fit": ["is true to the chart", "is just right", "is roomy enough", "works for tall people", "flatters", "is snug"],
        "Support": ["answered at once", "was patient", "changed my address", "explained it well", "sent a refund", "was kind"],
        "My family": ["loves it", "wants one too", "noticed at once", "uses it daily", "was surprised", "approves"],
        "The smell": ["was gone in a day", "is pleasant", "is faint", "is natural", "is no issue", "is fine"],
    },
}  # fmt: skip
BAD = {
    "zh": {
        "料子": ["太薄了", "洗一次就缩", "扎人", "掉毛", "很闷", "起球"],
        "颜色": ["和图差很多", "洗了就掉", "发暗", "偏黄", "不均匀", "显旧"],
        "做工": ["全是线头", "拉链卡住", "开线了", "粗糙", "扣子掉了", "歪的"],
        "物流": ["等了十天", "盒子压扁", "发错货", "一直不更新", "没通知就放门口", "慢"],
        "客服": ["不回消息", "推来推去", "态度差", "答非所问", "让我自己找快递", "敷衍"],
    },
    "en": {
        "The fabric": ["is thin", "shrank", "itches", "sheds", "pilled in a week", "is stiff"],
        "The colour": ["is off", "washed out", "is dull", "stained my skin", "is uneven", "looks old"],
        "The seams": ["came apart", "are crooked", "have loose ends", "scratch", "split", "are rough"],
        "Delivery": ["took two weeks", "was crushed", "was the wrong item", "never updated", "was left outside", "was slow"],
        "Support": ["never answered", "sent me in circles", "was rude", "did not read", "blamed the carrier", "was useless"],
    },
}  # fmt: skip
SHORT = {
    "zh": ["很好", "不错", "好评", "挺满意的", "物美价廉", "质量很好，物流很快", "下次还来", "东西很好，值得购买"],
    "en": ["Great", "Very nice", "Love it", "Good quality, fast delivery", "As described", "Would buy again", "Perfect", "Good value"],
}  # fmt: skip
DEGREE = {
    "zh": ["", "", "真的", "确实", "感觉", "说实话", "目前看", "一开始觉得", "总的来说", "没想到", "个人觉得", "这次"],
    "en": ["", "", "honestly", "I think", "so far", "to my surprise", "overall", "in my case", "as expected", "frankly",
           "after a few weeks I can say", "my first impression was that", "contrary to other reviews", "what matters to me",
           "one thing to know", "compared with the old one", "for the price", "no complaints here", "worth a mention"],
}  # fmt: skip
ABOUT_ME = {
    "zh": ["身高{a}体重{b}", "给{b}岁的妈妈买的", "第{c}次回购了", "等活动价{b}块拿下", "{c}号下单的", "用了{c}天来说说",
           "对比了{c}家才下手", "同事买了{c}件我跟着买", "搬家{c}个月正缺这个", "拍了{b}号的，备注了颜色"],
    "en": ["I am {a} cm and {b} kg", "bought for my mother of {b}", "this is my order number {c}", "paid {b} in the sale",
           "ordered on the {c}th", "after {c} days of use", "compared {c} shops first", "a friend has {c} of them",
           "needed it after moving {c} months ago", "took size {b} in blue"],
}  # fmt: skip
SYNONYMS = {
    "zh": [
        ["这家店", "这店", "他家", "本店"], ["真的", "确实", "实在", "的确"], ["太好了", "特别棒", "没得说", "超赞"],
        ["质量", "品质", "用料", "做工"], ["一流", "上乘", "过硬", "顶级"], ["强烈推荐", "建议入手", "闭眼买", "放心买"],
        ["给大家", "给姐妹们", "给朋友", "给家人"], ["绝对", "一定", "肯定", "必须"], ["不会后悔", "不踩雷", "物超所值", "值这个价"],
    ],
    "en": [
        ["This shop", "This store", "This brand", "This seller"], ["is truly", "is really", "is simply", "is absolutely"],
        ["amazing, the", "fantastic, the", "wonderful, the", "outstanding, the"], ["quality", "material", "finish", "craft"],
        ["is top class", "is superb", "is first rate", "is unbeatable"], ["and I strongly recommend", "so I fully recommend", "and I gladly recommend", "so I warmly recommend"],
        ["it to everyone", "it to all of you", "it to my friends", "it to anybody"], ["you will not regret it", "you cannot go wrong", "it is worth every cent", "it is money well spent"],
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """Reviews (columns of ``store.suspicions.reviews``), which are fake, and how."""

    reviews: pl.DataFrame
    truth: pl.DataFrame
    """signal_id, fake, attack, true_rating: what the product deserves."""


def shop(
    seed: int, share: float, language: str = "zh", products: int = 40, days: int = DAYS
) -> Invented:
    """Return a shop in which ``share`` of the reviews are fakes, aimed at a tenth of the products."""
    maker = _Maker(np.random.default_rng(seed), language, days)
    maker.real(products)
    maker.fakes(share, max(products // 10, 1))
    frame = pl.DataFrame(maker.rows, infer_schema_length=None)
    order = np.random.default_rng(seed + 1).permutation(frame.height)
    frame = frame.with_columns(pl.Series("signal_id", [f"r{i:06d}" for i in order]))
    types = {
        "rating": pl.Float64,
        "valence": pl.Float64,
        "follow_up": pl.String,
        "at": pl.Datetime("us", "UTC"),
    }
    frame = frame.cast(types).sort("signal_id")
    return Invented(
        frame.drop("attack"),
        frame.select("signal_id", (pl.col("attack") != "").alias("fake"), "attack"),
    )


class _Maker:
    def __init__(self, rng: np.random.Generator, language: str, days: int) -> None:
        self.rng, self.language, self.days = rng, language, days
        self.rows: list[dict[str, object]] = []
        self.accounts = 0

    def real(self, products: int) -> None:
        rng = self.rng
        self.names = [f"sku-{i}" for i in range(products)]
        rates, merit = rng.gamma(1.5, 1.0, products) + 0.3, rng.uniform(0.55, 0.92, products)
        customers = np.cumsum(rng.pareto(2.0, 600 * products) + 0.3)
        busy = np.ones((products, self.days))
        for day in rng.integers(10, self.days - 5, 3):
            busy[:, day : day + 2] *= 4
        for product in range(0, products, 8):
            day = rng.integers(10, self.days - 5)
            busy[product, day : day + 2] *= 5
        fails = (1, self.days // 2)
        for product in range(products):
            for day in range(self.days):
                failing = product == fails[0] and fails[1] <= day < fails[1] + 10
                for _ in range(rng.poisson(rates[product] * busy[product, day])):
                    who = int(np.searchsorted(customers, rng.random() * customers[-1]))
                    good = rng.random() < (0.4 if failing else merit[product])
                    self._real_review(f"c{who}", product, day, good)
        for _ in range(len(self.rows) // 150):
            self._parcel(products)

    def fakes(self, share: float, targets: int) -> None:
        rng = self.rng
        n = round(share / (1 - share) * len(self.rows))
        while n > 0:
            attack = ATTACKS[int(rng.integers(len(ATTACKS)))]
            size = min(n, int(rng.integers(15, 40)))
            self._attack(attack, int(rng.integers(targets)) + 2, size)
            n -= size

    def _real_review(self, who: str, product: int, day: int, good: bool) -> None:
        rng = self.rng
        rating = int(
            rng.choice([5, 4], p=[0.7, 0.3]) if good else rng.choice([1, 2, 3], p=[0.35, 0.3, 0.35])
        )
        words = self._words(good)
        follow = (
            words if rng.random() < 0.01 else self._words(good) if rng.random() < 0.05 else None
        )
        hours = float(np.clip(rng.normal(17, 5), 0, 23.99))
        self._add(who, product, day + hours / 24, rating, words, follow)

    def _parcel(self, products: int) -> None:
        """Add an evening on which somebody reviews all that was in a parcel."""
        rng = self.rng
        at = rng.integers(self.days) + rng.uniform(0.7, 0.95)
        who = f"c{int(rng.integers(600 * products))}"
        for i in range(int(rng.integers(2, 6))):
            good = rng.random() < 0.85
            self._add(
                who,
                int(rng.integers(products)),
                at + i / 700,
                5 if good else 3,
                self._words(good),
                None,
            )

    def _attack(self, attack: str, product: int, size: int) -> None:
        rng, day = self.rng, float(self.rng.uniform(5, self.days - 20))
        seed = self._words(True, least=3)
        for i in range(size):
            who, at, words, follow, target = (
                self._account(),
                day + rng.uniform(0, 0.25),
                seed,
                None,
                product,
            )
            if attack == "copy":
                at = day + rng.uniform(0, 10)
            elif attack == "edited":
                words, at = self._edited(seed), day + rng.uniform(0, 5)
            elif attack == "paraphrase":
                words = self._paraphrase()
            elif attack == "follow-up":
                words = follow = self._words(True, least=2)
            elif attack == "shill":
                who, words, at = (
                    f"shill{product}-{day:.2f}-{i // 6}",
                    self._words(True),
                    day + i // 6 + rng.uniform(0, 0.2),
                )
                target = product if i % 6 == 0 else int(rng.integers(len(self.names)))
            else:
                words = self._words(True)
            self._add(who, target, at, 5, words, follow, attack)

    def _account(self) -> str:
        self.accounts += 1
        return f"n{self.accounts}"

    def _words(self, good: bool, least: int = 1) -> str:
        rng, table = self.rng, (GOOD if good else BAD)[self.language]
        if good and least == 1 and rng.random() < 0.2:
            return str(rng.choice(SHORT[self.language]))
        n = int(rng.integers(least, 5))
        join, between = ("，", "") if self.language == "zh" else (". ", " ")
        clauses = [
            between.join(
                p
                for p in (
                    rng.choice(DEGREE[self.language]),
                    subject,
                    rng.choice(table[str(subject)]),
                )
                if p
            )
            for subject in rng.choice(list(table), n, replace=False)
        ]
        for template in rng.choice(ABOUT_ME[self.language], int(rng.integers(0, 3)), replace=False):
            a, b, c = rng.integers([150, 40, 2], [190, 90, 30])
            clauses.insert(int(rng.integers(len(clauses) + 1)), str(template).format(a=a, b=b, c=c))
        return join.join(clauses)

    def _edited(self, text: str) -> str:
        marks = (
            ["！", "。", "～", "哈", "啊"]
            if self.language == "zh"
            else ["!", ".", " :)", " ok", " yes"]
        )
        return f"{text}{self.rng.choice(marks)}{self.rng.choice(marks)}"

    def _paraphrase(self) -> str:
        between = "" if self.language == "zh" else " "
        return between.join(str(self.rng.choice(words)) for words in SYNONYMS[self.language])

    def _add(
        self,
        who: str,
        product: int,
        day: float,
        rating: int,
        words: str,
        follow: str | None,
        attack: str = "",
    ) -> None:
        self.rows.append({
            "at": BEGIN + timedelta(days=float(day)), "customer_id": who, "product_id": self.names[product],
            "rating": float(rating), "valence": None, "words": words, "follow_up": follow, "attack": attack,
        })  # fmt: skip
