"""The files of a reader when they are opened."""

import json

import pytest

from needlens.errors import ModelError
from needlens.lm.reader_files import FORMAT, SETTINGS
from needlens.mining.reader.network import Network


def test_a_reader_from_a_newer_needlens_is_told(tmp_path):
    (tmp_path / SETTINGS).write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(ModelError, match="newer needlens; update needlens"):
        Network(tmp_path)
