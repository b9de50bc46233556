import pytest

from mining.topics.shop import database_with, reviews
from needlens.lm.shipped import installed
from needlens.mining import topics


@pytest.fixture
def encoder():
    if "reader-zh-en" not in installed():
        pytest.skip("the model reader-zh-en is not installed")


@pytest.fixture
def found(tmp_path, encoder):
    """A shop of two languages, whose four subjects were found."""
    database = database_with(tmp_path, reviews(range(2)))
    learnt = topics.learn(database, tmp_path / "cache", n=4)
    yield database, learnt
    database.close()
