"""A task for the tiny encoder: is a review about delivery? Its batches and its loss."""

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

ABOUT = ("快递", "包装", "courier", "packaging")


class Classifier(nn.Module):
    def __init__(self, encoder, classes=2):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, classes)

    def forward(self, ids, mask):
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        spread = mask.unsqueeze(-1).to(hidden.dtype)
        return self.head((hidden * spread).sum(1) / spread.sum(1))


class Task:
    def __init__(self, texts, tokenizer_file, size=8):
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
        encoded = tokenizer.encode_batch(texts)
        self.ids = torch.tensor([e.ids for e in encoded])
        self.mask = torch.tensor([e.attention_mask for e in encoded])
        self.labels = torch.tensor([int(any(w in t for w in ABOUT)) for t in texts])
        self.size = size

    @property
    def n(self):
        return len(self.labels) // self.size

    def batches(self, epoch):
        order = np.random.default_rng((7, epoch)).permutation(len(self.labels))
        for i in range(self.n):
            yield self.rows(order[i * self.size : (i + 1) * self.size])

    def rows(self, rows):
        return self.ids[rows], self.mask[rows], self.labels[rows]

    @staticmethod
    def loss(model, batch):
        ids, mask, labels = batch
        return nn.functional.cross_entropy(model(ids, mask).float(), labels)

    def evaluate(self, model):
        right = model(self.ids, self.mask).argmax(-1) == self.labels
        return {"score": right.float().mean().item()}
