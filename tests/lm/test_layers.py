import pytest
import torch

from lm.conftest import random_encoder
from needlens.errors import ConfigError, UserError
from needlens.lm.layers import keep_layers, spread

IDS = torch.arange(5, 19).reshape(1, 14)


def states(encoder):
    encoder.eval()
    with torch.no_grad():
        return encoder(input_ids=IDS, output_hidden_states=True).hidden_states


def test_the_first_layers_give_what_the_deep_encoder_gives_there():
    deep = random_encoder(layers=4)
    shallow = keep_layers(deep, range(2))
    assert torch.equal(states(shallow)[-1], states(deep)[2])
    assert shallow.config.num_hidden_layers == 2 and deep.config.num_hidden_layers == 4
    assert len(deep.encoder.layer) == 4


def test_chosen_layers_are_copies_of_the_right_ones():
    deep = random_encoder(layers=4)
    shallow = keep_layers(deep, 2)
    for i, j in enumerate((0, 3)):
        one, other = shallow.encoder.layer[i], deep.encoder.layer[j]
        assert torch.equal(one.output.dense.weight, other.output.dense.weight)
        assert one.output.dense.weight.data_ptr() != other.output.dense.weight.data_ptr()


def test_a_shallower_encoder_is_saved_and_loaded_as_one(tmp_path):
    shallow = keep_layers(random_encoder(layers=4), [0, 2])
    shallow.save_pretrained(tmp_path)
    again = type(shallow).from_pretrained(tmp_path, add_pooling_layer=False)
    assert torch.allclose(states(again)[-1], states(shallow)[-1])


def test_layers_are_spread_evenly():
    assert spread(12, 6) == [0, 2, 4, 7, 9, 11]
    assert spread(3, 3) == [0, 1, 2] and spread(5, 1) == [0]


def test_what_cannot_work_is_a_sentence():
    with pytest.raises(ConfigError, match="5 layers cannot be kept of 4"):
        keep_layers(random_encoder(layers=4), 5)
    for wrong in ([3, 1], [0, 4], [], [-1], [1, 1]):
        with pytest.raises(ConfigError, match="rising numbers of layers from 0 to 3"):
            keep_layers(random_encoder(layers=4), wrong)
    with pytest.raises(UserError, match="Linear is no BERT-type encoder"):
        keep_layers(torch.nn.Linear(2, 2), 1)
