import pytest
import torch

from lm.conftest import random_encoder
from lm.tiny_task import Classifier, Task
from needlens.errors import UserError
from needlens.lm import checkpoint
from needlens.lm.adversarial import Adversary


@pytest.fixture
def batch(texts, tokenizer_file):
    return Task(texts, tokenizer_file).rows([0, 50, 60])


def gradients(model, batch, epsilon):
    model.zero_grad()
    if not epsilon:
        Task.loss(model, batch).backward()
        return {n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None}
    adversary = Adversary(model, epsilon)
    with adversary.watching():
        clean = Task.loss(model, batch)
        clean.backward()
    with adversary.attacking():
        hurt = Task.loss(model, batch)
        hurt.backward()
    assert hurt.item() > clean.item() or epsilon < 1e-6
    return {n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None}


def test_it_changes_the_gradient_and_leaves_the_weights(batch):
    model = Classifier(random_encoder())
    before = {n: t.clone() for n, t in checkpoint.weights(model).items()}
    plain, disturbed = gradients(model, batch, 0), gradients(model, batch, 0.5)
    name = "encoder.encoder.layer.0.attention.self.query.weight"
    assert not torch.allclose(disturbed[name], 2 * plain[name], rtol=1e-3)
    after = checkpoint.weights(model)
    assert all(torch.equal(before[n], after[n]) for n in before)
    assert not model.encoder.embeddings.word_embeddings._forward_hooks
    again = gradients(model, batch, 0)
    assert all(torch.equal(plain[n], again[n]) for n in plain)


def test_a_vanishing_disturbance_doubles_the_gradient(batch):
    model = Classifier(random_encoder())
    plain, disturbed = gradients(model, batch, 0), gradients(model, batch, 1e-9)
    assert all(torch.allclose(disturbed[n], 2 * plain[n], atol=1e-6) for n in plain)


def test_the_table_may_be_frozen(batch):
    model = Classifier(random_encoder())
    table = model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    found = gradients(model, batch, 0.5)
    assert table.grad is None and "head.weight" in found


def test_each_text_is_moved_by_epsilon(batch):
    model = Classifier(random_encoder())
    adversary, seen = Adversary(model, 0.25), []
    with adversary.watching():
        Task.loss(model, batch).backward()
    clean = model.encoder.embeddings.word_embeddings(batch[0])
    with adversary.attacking():
        hook = adversary.table.register_forward_hook(lambda m, i, o: seen.append(o))
        Task.loss(model, batch)
        hook.remove()
    moved = (seen[0] - clean).flatten(1).norm(dim=1)
    assert moved.tolist() == pytest.approx([0.25] * 3, rel=1e-4)


def test_a_model_without_words_is_refused():
    with pytest.raises(UserError, match="no embedding table"):
        Adversary(torch.nn.Linear(2, 2), 0.1)
