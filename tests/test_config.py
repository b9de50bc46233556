"""Settings: defaults, file, environment, errors that help."""

import pytest

from needlens.config import Config
from needlens.errors import ConfigError


def test_the_printed_settings_load_to_the_same_settings():
    assert Config.from_text(Config().to_text()) == Config()


def test_every_setting_is_explained():
    text = Config().to_text()
    assert text.count("\n# ") >= 10
    assert "Rows per transaction" in text


def test_environment_goes_before_file():
    config = Config.from_text("[needs]\nmin_evidence = 4", {"NEEDLENS_NEEDS_MIN_EVIDENCE": "7"})
    assert config.needs.min_evidence == 7


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[neds]\nx = 1", "did you mean needs"),
        ("[needs]\nmin_evidence = 'three'", "is not a int"),
        ("[needs]\nmin_evidence = 0", "must be greater than 0"),
        ("[needs", "is not valid TOML"),
        ("needs = 3", "must be a section"),
        ("[privacy]\nmask = 1", "is not a bool"),
    ],
)
def test_a_wrong_file_gives_a_sentence(text, message):
    with pytest.raises(ConfigError, match=message):
        Config.from_text(text)


def test_a_wrong_environment_variable_is_named():
    with pytest.raises(ConfigError, match="NEEDLENS_STORE_THREADS"):
        Config.from_text("", {"NEEDLENS_STORE_THREADS": "many"})
