"""Small models that hold real files, and their card."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from needlens.lm.card import Card, Measured, TrainedOn

MADE = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
CARD = Card(
    title="Small reader · 小型阅读器",
    purpose="Reads opinions in reviews.\n从评价中读出观点。",
    base="none",
    base_licence="none",
    licence="Apache-2.0",
    data=(
        TrainedOn("own reviews · 自家评价", "own · 自有", 1200, "opinions | 观点"),
        TrainedOn("own titles", "own", 80, ""),
    ),
    measured=(Measured("opinions", "zh 水壶", "F1", 0.5123, 0.4611, 0.5634, 300),),
    limits="Irony is not understood. 不懂反语。",
    made_with="needlens train reader \\\n    --epochs 3",
    main_file="model.safetensors",
)


def safetensors(numbers: list[float], times: int = 1) -> bytes:
    """Return a safetensors file with one row of numbers, repeated."""
    data = np.asarray(numbers, dtype="<f4").tobytes() * times
    header = {"w": {"dtype": "F32", "shape": [len(data) // 4], "data_offsets": [0, len(data)]}}
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def small_model(folder: Path, *numbers: float) -> Path:
    """Write the files of a model into a new folder."""
    (folder / "heads").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(safetensors(list(numbers) or [1.0]))
    (folder / "tokenizer.json").write_text('{"words": ["很好", "good"]}', encoding="utf-8")
    (folder / "settings.toml").write_text('"领域" = "水壶"\n', encoding="utf-8")
    np.save(folder / "heads" / "taste.npy", np.arange(6, dtype=np.float32).reshape(2, 3))
    return folder
