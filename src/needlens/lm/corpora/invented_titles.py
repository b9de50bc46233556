"""Invented product titles, English, Chinese and mixed, with all four kinds of entity known."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable

from needlens.lm.corpora import invented_brands
from needlens.lm.corpora.samples import Sample, folded
from needlens.lm.corpora.title_words import KINDS, Goods, goods, measure_forms, title_words

Piece = tuple[str, str]
"""A text and its kind; an empty kind means that it is nothing we look for."""

_RANGE = re.compile(r"\{(\d+)-(\d+)\}")
_ROUND = (5, 10, 50, 100, 1000)
_PLAIN_EN = (
    "new", "2024 upgraded", "upgraded version", "official", "genuine", "best seller", "hot sale",
    "free shipping", "clearance", "2025", "brand new", "deluxe", "pro", "plus", "premium",
)  # fmt: skip
_PLAIN_ZH = (
    "新款", "2024", "2025新款", "正品", "包邮", "官方旗舰店", "官方", "专柜正品", "现货", "特价", "爆款", "热卖",
    "厂家直销", "清仓", "促销", "专用", "神器", "推荐", "升级版", "同款", "优质", "定制", "加购优先发货",
)  # fmt: skip
_FITS_EN = ("compatible with {}", "replacement for {}", "fits {}")
_MODELS = ("{a}{n}", "{a}{b}-{n}", "{n}{a}", "{a}{n} pro", "{a}-{n}{b}")


def generate(n: int, seed: int = 0) -> list[Sample]:
    """Return ``n`` invented titles: half English, the rest Chinese and mixed.

    Taobao's labelled titles are Chinese and know only brand and product; of these the
    tagger learns English titles, and all four kinds together.

    >>> [one] = generate(1, seed=8)
    >>> one.entity_kinds == {"brand", "product", "function", "attribute"}
    True
    >>> generate(3, seed=1) == generate(3, seed=1)
    True
    """
    dice = random.Random(seed)
    return [_sample(f"invented:{seed}:{i}", dice) for i in range(n)]


def _sample(id: str, dice: random.Random) -> Sample:
    sort = dice.choices(goods(), [len(g.nouns["en"]) for g in goods()])[0]
    english = dice.random() < 0.5
    shapes: tuple[Callable[[_Shelf], list[Piece]], ...]
    if english:
        shapes = (_listed, _listed, _described, _described, _stuffed, _short)
    else:
        shapes = (_run, _run, _run, _spaced, _short)
    shelf = _Shelf(sort, "en" if english else "zh", dice)
    text, entities = _joined(dice.choice(shapes)(shelf))
    return Sample(id, text, "title", entities=entities, entity_kinds=KINDS)


class _Shelf:
    """What one title can be made of: words that fit one sort of goods in one language."""

    def __init__(self, sort: Goods, language: str, dice: random.Random) -> None:
        self.sort, self.language, self.dice = sort, language, dice
        self._seen: set[str] = set()

    def product(self) -> Piece:
        return self._new(self.sort.nouns[self.language]), "product"

    def function(self) -> Piece:
        if not self.sort.functions:
            return self.attribute()
        group = self.dice.choice(self.sort.functions)
        return self._new(title_words().groups["function", group][self.language]), "function"

    def attribute(self) -> Piece:
        if self.dice.random() < 0.25:
            return self.measure()
        group = self.dice.choice(self.sort.attributes)
        return self._new(title_words().groups["attribute", group][self.language]), "attribute"

    def measure(self) -> Piece:
        form = self.dice.choice(measure_forms(self.sort.measure, self.language))
        text = _RANGE.sub(lambda m: str(_number(int(m[1]), int(m[2]), self.dice)), form)
        return text, "attribute"

    def any(self) -> Piece:
        return self.function() if self.dice.random() < 0.4 else self.attribute()

    def several(self, least: int, most: int) -> list[Piece]:
        return [self.any() for _ in range(self.dice.randint(least, most))]

    def brand(self) -> list[Piece]:
        """Return no brand, one, or the same in two scripts, maybe with a model behind."""
        if self.dice.random() < 0.3:
            return []
        latin = invented_brands.english(self.dice), "brand"
        if self.language == "zh":
            own = invented_brands.chinese(self.dice), "brand"
            two = [latin, ("/", ""), own], [own, (" ", ""), latin], [latin], [own]
            pieces = self.dice.choices(two, (1, 1, 1, 4))[0]
        else:
            pieces = [latin]
        return [*pieces, (self.model(), "")] if self.dice.random() < 0.15 else pieces

    def model(self) -> str:
        a, b = (self.dice.choice("abcdefghkmpqrstvwxz") for _ in range(2))
        return " " + self.dice.choice(_MODELS).format(a=a, b=b, n=self.dice.randint(2, 999))

    def plain(self, chance: float) -> list[Piece]:
        if self.dice.random() > chance:
            return []
        if self.language == "en" and self.dice.random() < 0.3:
            return [(self.dice.choice(_FITS_EN).format(self.model().strip()), "")]
        return [(self.dice.choice(_PLAIN_EN if self.language == "en" else _PLAIN_ZH), "")]

    def _new(self, words: tuple[str, ...]) -> str:
        word = self.dice.choice(words)
        while word in self._seen and self.dice.random() < 0.9:
            word = self.dice.choice(words)
        self._seen.add(word)
        return word


def _listed(shelf: _Shelf) -> list[Piece]:
    """Lumora women's waterproof hiking boots, brown, size 8."""
    head = _between(" ", [*shelf.several(0, 3), shelf.product()])
    tail = [part for piece in shelf.several(0, 3) for part in (_comma(shelf.dice), piece)]
    return _spread(shelf.brand(), shelf.plain(0.15), head) + tail


def _described(shelf: _Shelf) -> list[Piece]:
    """Lumora earbuds with noise cancelling and fast charging for gym, black."""
    pieces = _spread(shelf.brand(), shelf.several(0, 2), [shelf.product()])
    word = shelf.dice.choice((" with ", " - ", ", ", " featuring ", " "))
    pieces += [
        (word, ""),
        shelf.any(),
        (shelf.dice.choice((" and ", ", ", " & ")), ""),
        shelf.any(),
    ]
    if shelf.dice.random() < 0.5:
        pieces += [
            (shelf.dice.choice((" for ", " - great for ", ", gift for ")), ""),
            _purpose(shelf),
        ]
    return pieces + ([(", ", ""), shelf.measure()] if shelf.dice.random() < 0.5 else [])


def _stuffed(shelf: _Shelf) -> list[Piece]:
    """Several names of the goods one after another, as sellers do to be found."""
    parts: list[list[Piece]] = [shelf.brand(), shelf.plain(0.3)]
    for _ in range(shelf.dice.randint(2, 3)):
        parts += [shelf.several(0, 2), [shelf.product()]]
    return _spread(*parts, shelf.several(0, 2), shelf.plain(0.3))


def _short(shelf: _Shelf) -> list[Piece]:
    """What a customer types: red dress, 防水手机壳."""
    brand = shelf.brand()[:1] if shelf.dice.random() < 0.3 else []
    pieces = [*brand, *shelf.several(0, 2), shelf.product()]
    return _between(" ", pieces) if shelf.language == "en" else pieces


def _run(shelf: _Shelf) -> list[Piece]:
    """露澜冬季加绒保暖马丁靴女防滑短靴新款: everything without a blank."""
    brand = shelf.brand()
    ends_latin = brand and brand[-1][0].isascii()
    pieces = [*brand, (" ", ""), *shelf.plain(0.3)] if ends_latin else [*brand, *shelf.plain(0.3)]
    for _ in range(shelf.dice.randint(1, 3)):
        pieces += [*shelf.several(0, 3), shelf.product()]
    pieces += [*shelf.several(0, 2), *shelf.plain(0.4)]
    blanks = shelf.dice.choice((0.0, 0.0, 0.1))
    return [p for piece in pieces for p in _maybe_blank(piece, blanks, shelf.dice)]


def _spaced(shelf: _Shelf) -> list[Piece]:
    """露澜 登山鞋 男士 黑色 42码."""
    parts = [[p] for p in (*shelf.several(1, 4), shelf.product(), *shelf.several(0, 2))]
    if shelf.dice.random() < 0.5:
        shelf.dice.shuffle(parts)
    return _spread(shelf.brand(), *parts, shelf.plain(0.3))


def _purpose(shelf: _Shelf) -> Piece:
    groups = [g for g in ("audience", "scene") if g in shelf.sort.attributes] or ["scene"]
    words = title_words().groups["attribute", shelf.dice.choice(groups)]["en"]
    return shelf.dice.choice([w for w in words if "'" not in w]), "attribute"


def _number(least: int, most: int, dice: random.Random) -> int:
    """Return a number as goods have them: large ones are round."""
    step = max([1, *(s for s in _ROUND if s * 8 <= most)])
    return max(least, dice.randint(least, most) // step * step)


def _comma(dice: random.Random) -> Piece:
    return dice.choice((", ", ", ", " - ", " | ", " ")), ""


def _maybe_blank(piece: Piece, chance: float, dice: random.Random) -> list[Piece]:
    return [piece, (" ", "")] if dice.random() < chance else [piece]


def _between(sign: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with a sign between each two."""
    return [part for piece in pieces for part in ((sign, ""), piece)][1:]


def _spread(*parts: list[Piece]) -> list[Piece]:
    """Return the parts with blanks between their pieces; a brand's own signs stay."""
    spread: list[Piece] = []
    for part in parts:
        tight = any(text == "/" for text, _ in part)
        if part:
            spread += [(" ", "")] * bool(spread)
            spread += part if tight else _between(" ", part)
    return spread


def _joined(pieces: Iterable[Piece]) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return the text of the pieces and the spans of those that have a kind."""
    text = ""
    entities = []
    for part, kind in pieces:
        part = folded(part)
        if part.startswith(" ") and (not text or text.endswith(" ")):
            part = part.lstrip(" ")
        text += " " * _clashes(text, part)
        if kind:
            entities.append((len(text), len(text) + len(part), kind))
        text += part
    return text.rstrip(" "), tuple(entities)


def _clashes(text: str, part: str) -> bool:
    """Say whether two Latin words or numbers would run together."""
    return bool(text and part) and all(c.isascii() and c.isalnum() for c in (text[-1], part[0]))
