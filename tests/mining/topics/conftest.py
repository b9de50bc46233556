import shutil

import pytest

from needlens.config import StoreConfig
from needlens.lm.shipped import installed
from needlens.mining import topics
from needlens.store import Database
from talking_shop import database_with, reviews


@pytest.fixture(scope="session")
def encoder():
    if "reader-zh-en" not in installed():
        pytest.skip("the model reader-zh-en is not installed")


@pytest.fixture(scope="session")
def original(tmp_path_factory, encoder):
    """A shop of two languages, whose four subjects were found; not to be changed."""
    folder = tmp_path_factory.mktemp("topics")
    database = database_with(folder, reviews(range(2)))
    learnt = topics.learn(database, folder / "cache", n=4)
    database.close()
    return folder, learnt


@pytest.fixture
def found(tmp_path, original):
    """A copy of the shop in ``tmp_path``, and what was done when its subjects were found."""
    folder, learnt = original
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    database = Database(tmp_path / "shop.duckdb", StoreConfig())
    yield database, learnt
    database.close()
