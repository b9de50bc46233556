import copy

import pytest
import torch

from lm.conftest import random_encoder
from needlens.errors import ConfigError, UserError
from needlens.lm import adapters, checkpoint
from needlens.lm.adapters import Adaptation, adapt, merge, trainable_share
from needlens.lm.groups import default_rates, parameter_groups
from needlens.lm.settings import TrainingConfig

IDS = torch.arange(5, 33).reshape(2, 14)
MASK = torch.tensor([[1] * 14, [1] * 9 + [0] * 5])


def read(encoder):
    encoder.eval()
    with torch.no_grad():
        return encoder(input_ids=IDS, attention_mask=MASK).last_hidden_state


def some_steps(encoder, n=5):
    """Pull the outputs towards other ones, and return the losses."""
    aim = read(random_encoder(seed=1))
    groups = parameter_groups(
        encoder, default_rates(TrainingConfig(head_learning_rate=1e-2)), weight_decay=0.0
    )
    optimiser = torch.optim.AdamW(groups)
    losses = []
    for _ in range(n):
        optimiser.zero_grad()
        out = encoder(input_ids=IDS, attention_mask=MASK).last_hidden_state
        loss = (out - aim).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def test_lora_trains_under_two_percent_and_merges_to_equal_outputs():
    encoder = random_encoder()
    plain = read(encoder)
    adapted = adapt(encoder, Adaptation("lora", rank=2))
    assert 0 < trainable_share(adapted) < 0.02
    assert torch.equal(read(adapted), plain)
    losses = some_steps(adapted)
    assert losses[-1] < losses[0]
    trained = read(adapted)
    assert not torch.allclose(trained, plain, atol=1e-3)
    merged = merge(adapted)
    assert type(merged) is type(random_encoder())
    assert torch.allclose(read(merged), trained, atol=1e-5)
    assert trainable_share(merged) == 1.0


@pytest.mark.parametrize("method", ["lora", "prefix", "adapter"])
def test_only_the_addition_is_trained_saved_and_loaded(method, tmp_path):
    adaptation = Adaptation(method, rank=2, length=4)
    encoder = random_encoder()
    before = {n: t.clone() for n, t in checkpoint.weights(encoder).items()}
    adapted = adapt(encoder, adaptation)
    assert 0 < trainable_share(adapted) < 0.03
    losses = some_steps(adapted)
    assert losses[-1] < losses[0]
    kept = checkpoint.weights(adapted)
    same = [
        n for n in kept if any(n.endswith(name) and kept[n].equal(before[name]) for name in before)
    ]
    assert len(same) >= len(before) // 2
    path = tmp_path / "addition.safetensors"
    adapters.save(adapted, adaptation, path)
    assert path.stat().st_size < 12_000
    assert torch.allclose(read(adapters.load(random_encoder(), path)), read(adapted), atol=1e-6)


def test_an_adapter_merges_and_a_prefix_does_not():
    adapted = adapt(random_encoder(), Adaptation("adapter"))
    some_steps(adapted)
    trained = read(adapted)
    assert torch.allclose(read(merge(adapted)), trained, atol=1e-5)
    with pytest.raises(UserError, match="a prefix cannot be merged"):
        merge(adapt(random_encoder(), Adaptation("prefix", length=4)))


def test_full_changes_nothing_and_everything_is_trained():
    encoder = random_encoder()
    assert adapt(encoder, Adaptation()) is encoder is merge(encoder)
    assert trainable_share(encoder) == 1.0


def test_new_parameters_learn_at_the_rate_of_heads():
    config = TrainingConfig(learning_rate=1e-5, head_learning_rate=1e-3)
    for method in ("lora", "prefix", "adapter"):
        holder = torch.nn.Module()
        holder.encoder = adapt(random_encoder(), Adaptation(method))
        assert {g["peak"] for g in parameter_groups(holder, default_rates(config), 0)} == {1e-3}


def test_what_cannot_work_is_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match="'full', 'lora', 'prefix' or 'adapter'"):
        Adaptation("lorra")
    with pytest.raises(ConfigError, match="lora does not fit this encoder"):
        adapt(random_encoder(), Adaptation("lora", targets=("q_proj",)))
    checkpoint.write(tmp_path / "x.safetensors", {"a": torch.zeros(1)}, {})
    with pytest.raises(UserError, match="holds no adaptation"):
        adapters.load(random_encoder(), tmp_path / "x.safetensors")
    adapted = adapt(copy.deepcopy(random_encoder()), Adaptation("lora", rank=2))
    adapters.save(adapted, Adaptation("lora", rank=4), tmp_path / "y.safetensors")
    with pytest.raises(UserError, match="of another model"):
        adapters.load(random_encoder(), tmp_path / "y.safetensors")
