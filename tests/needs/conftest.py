"""Fixtures of the tests of needs."""

import pytest

from needs.shops import copied


@pytest.fixture
def shop(stocked, tmp_path):
    """The database of a copy of ``stocked``, a file each module makes once (shops.stocked_with)."""
    database = copied(stocked, tmp_path)
    yield database
    database.close()
