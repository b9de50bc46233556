"""Reviews per core-second, text in → opinions out, beside BERT-base padded to 128."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import polars as pl

from needlens.lm.corpora import shop_reviews
from reader.answering import TierName, stage
from reader.generated import reviews
from timing import table

PADDED = 128
BATCH = 16
PEER_TEXTS = 48
TEXTS = {"rule": 2_000, "linear": 20_000, "reader": 600, "cascade": 2_000}
GOALS = {"linear": "≥ 10,000", "reader": "≥ 40", "cascade": "≥ 150"}
ROUNDS = 3

Run = Callable[[Sequence[str]], object]


def tables(data: Path, tiers: list[TierName]) -> None:
    """Print one row a tier; every tier and the peer take turns, one thread, process time."""
    texts, source = _texts(data, max(TEXTS.values()))
    peer = bert(texts[0])
    runs: dict[str, tuple[Run, list[str]]] = {"BERT-base": (peer, texts[:PEER_TEXTS])}
    for tier in tiers:
        runs[tier] = (_mining(tier), texts[: TEXTS[tier]])
    rates = _rates(runs)
    base = rates["BERT-base"]
    rows: list[list[object]] = [
        ["who", "reviews a core-second", "× BERT-base", "goal", "n a round"]
    ]
    for name, rate in rates.items():
        ratio = f"{rate / base:,.1f}" if name != "BERT-base" else "1"
        rows.append([name, f"{rate:,.1f}", ratio, GOALS.get(name, ""), f"{len(runs[name][1]):,}"])
    table("Speed: text in → opinions out", rows)
    print(f"texts: {source}, {sum(map(len, texts)) / len(texts):.0f} characters on average; BERT-base: "
          f"torch fp32, random weights, padded to {PADDED} tokens, batches of {BATCH}, tokenising "
          f"included; one thread, process time, one warm-up, median of {ROUNDS} rounds in turn")  # fmt: skip


def _mining(tier: TierName) -> Run:
    miner = stage(tier)

    def run(texts: Sequence[str]) -> pl.DataFrame:
        ids = pl.int_range(len(texts), eager=True).cast(pl.String)
        return miner.mine(pl.DataFrame({"signal_id": ids, "text": texts}))[0]

    return run


def _rates(
    runs: dict[str, tuple[Run, list[str]]],
) -> dict[str, float]:
    for run, texts in runs.values():
        run(texts[:32])
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (run, texts) in runs.items():
            start = time.process_time()
            run(texts)
            times[name].append(time.process_time() - start)
    return {name: len(runs[name][1]) / median(spent) for name, spent in times.items()}


def _texts(data: Path, n: int) -> tuple[list[str], str]:
    folder = data / shop_reviews.NAME
    if not folder.exists():
        return list(reviews(n)), "generated"
    frame = shop_reviews.read(folder)
    return frame.sample(min(n, frame.height), seed=0)["text"].to_list(), shop_reviews.NAME


def bert(example: str) -> Run:
    """Return the textbook recipe: a BERT-base classifier in torch, every batch padded to 128."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import BertConfig, BertModel

    torch.set_num_threads(1)
    tokeniser = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokeniser.normalizer = normalizers.BertNormalizer()
    tokeniser.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=8_000, special_tokens=["[PAD]", "[UNK]"], show_progress=False)  # fmt: skip
    tokeniser.train_from_iterator(reviews(2_000), trainer)
    tokeniser.enable_truncation(PADDED)
    tokeniser.enable_padding(length=PADDED)
    model = BertModel(BertConfig(vocab_size=21_128)).eval()

    def run(texts: Sequence[str]) -> list[int]:
        labels: list[int] = []
        with torch.inference_mode():
            for at in range(0, len(texts), BATCH):
                rows = tokeniser.encode_batch(list(texts[at : at + BATCH]))
                ids = torch.tensor([row.ids for row in rows])
                mask = torch.tensor([row.attention_mask for row in rows])
                pooled = model(input_ids=ids, attention_mask=mask).pooler_output
                labels += pooled[:, :2].argmax(dim=1).tolist()
        return labels

    run([example] * 2)
    return run
