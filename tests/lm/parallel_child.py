"""What each process of test_parallel does: train, and let the first one write the weights."""

import sys
from pathlib import Path

import torch

from lm.conftest import TEXTS
from lm.tiny_task import Task
from needlens.lm import parallel
from needlens.lm.training import TrainingConfig, train


class Bag(torch.nn.Module):
    """The mean of word vectors, judged; one of its parameters is hardly ever used."""

    def __init__(self):
        super().__init__()
        self.encoder = torch.nn.EmbeddingBag(300, 16)
        self.head = torch.nn.Linear(16, 2)
        self.rare = torch.nn.Parameter(torch.ones(2))
        self.never = torch.nn.Parameter(torch.ones(2))

    def forward(self, ids, mask):
        scores = self.head(self.encoder(ids))
        return scores * self.rare if ids[0, 1] % 2 else scores


def run(folder, tokenizer_file, accumulate, seed=0):
    task = Task(TEXTS, tokenizer_file, size=4)
    processes = parallel.join()
    torch.manual_seed(seed + processes.rank)  # the first one's weights are everybody's
    model = Bag()
    config = TrainingConfig(
        epochs=1, learning_rate=1e-3, accumulate=accumulate, patience=1, evaluate_every=2
    )
    return train(
        model, task.batches, task.loss, config, folder,
        steps_per_epoch=9, evaluate=task.evaluate, trackers=(),
    )  # fmt: skip


if __name__ == "__main__":
    torch.set_num_threads(1)
    run(Path(sys.argv[1]), sys.argv[2], accumulate=1)
