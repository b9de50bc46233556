"""Parquet and Arrow: typed columns as the text that stands for them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from needlens.errors import SourceError
from sources.reading import batch_of, batches, rows_of

SHANGHAI = timezone(timedelta(hours=8))


def test_columns_of_every_type_as_text(tmp_path):
    table = pa.table({
        "订单编号": pa.array([6901234567890123456, None]),
        "价格": pa.array([19.9, 20.0]),
        "score": pa.array([4.5, float("nan")], pa.float32()),
        "金额": pa.array([Decimal("12.50"), None]),
        "时间": pa.array([datetime(2024, 3, 5, 16, 13), datetime(2024, 3, 5, 1, 2, 3, 120000)]),
        "at": pa.array([datetime(2024, 3, 5, 16, 13, tzinfo=SHANGHAI)] * 2, pa.timestamp("ms", "Asia/Shanghai")),
        "day": pa.array([date(2024, 3, 5), None]),
        "clock": pa.array([time(8, 30), None]),
        "paid": pa.array([True, False]),
        "tags": pa.array([["好", "good"], None]),
        "attributes": pa.array([{"颜色": "红", "n": 1}, None]),
        "category": pa.array(["a", ""]).dictionary_encode(),
        "photo": pa.array([b"\xff\xd8", b""]),
        "nothing": pa.nulls(2),
    })  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    [batch] = batches(tmp_path / "a.parquet")
    assert batch.warnings == ["column photo holds binary data and is left out"]
    first, second = batch.frame.to_dicts()
    assert first == {
        "订单编号": "6901234567890123456",
        "价格": "19.9",
        "score": "4.5",
        "金额": "12.50",
        "时间": "2024-03-05T16:13:00",
        "at": "2024-03-05T16:13:00+08:00",
        "day": "2024-03-05",
        "clock": "08:30:00",
        "paid": "true",
        "tags": '["好", "good"]',
        "attributes": '{"颜色": "红", "n": 1}',
        "category": "a",
        "nothing": None,
    }
    assert second["价格"] == "20"
    assert second["时间"] == "2024-03-05T01:02:03.12"
    assert second["score"] is second["category"] is second["tags"] is second["attributes"] is None
    assert batch.lines == [1, 2]


def test_blank_rows_are_no_rows(tmp_path):
    pq.write_table(pa.table({"a": ["x", None, "y"], "b": ["", "", "1"]}), tmp_path / "a.parquet")
    [batch] = batches(tmp_path / "a.parquet")
    assert (batch.lines, batch.blank) == ([1, 3], 1)


def test_batches_and_an_empty_table(tmp_path):
    pq.write_table(pa.table({"订单": range(1000)}), tmp_path / "a.parquet")
    found = batches(tmp_path / "a.parquet", batch_rows=300)
    assert sum(b.rows for b in found) == 1000
    assert max(b.rows for b in found) <= 300
    assert found[-1].lines[-1] == 1000
    pq.write_table(pa.table({"订单": pa.array([], pa.int64())}), tmp_path / "b.parquet")
    [batch] = batches(tmp_path / "b.parquet")
    assert (batch.rows, batch.frame.columns) == (0, ["订单"])


def test_repeated_column_names(tmp_path):
    table = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"])], names=["价格", "价格"])
    pq.write_table(table, tmp_path / "a.parquet")
    [batch] = batches(tmp_path / "a.parquet")
    assert batch.frame.to_dicts() == [{"价格": "1", "价格_2": "2"}]


@pytest.mark.parametrize("ending", [".arrow", ".feather", ""])
def test_arrow_files(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    table = pa.table({"sku": ["A1", "B2"], "评价内容": ["好", None], "photo": [b"1", b"2"]})
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)
    [batch] = batches(path)
    assert rows_of(batch) == [("A1", "好"), ("B2", None)]


@pytest.mark.parametrize(
    "content", [b"PAR1", b"PAR1" + b"x" * 100 + b"PAR1", b"ARROW1\0\0 and so on"]
)
def test_damaged_files_are_a_sentence(tmp_path, content):
    with pytest.raises(SourceError, match=r"damaged (Parquet|Arrow) file"):
        batch_of(tmp_path, "a.parquet", content)


def test_damage_in_the_middle_keeps_what_was_read(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.table({"评价内容": [f"物流很快 {i}" for i in range(4000)]}), path, row_group_size=1000
    )
    raw = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(2).column(0).data_page_offset
    raw[start : start + 200] = b"\xff" * 200
    path.write_bytes(raw)
    found = batches(path, batch_rows=1000)
    assert sum(len(b.lines) for b in found) == 2000
    assert found[-1].rejected[0].line == 2001
