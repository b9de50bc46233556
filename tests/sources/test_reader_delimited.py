"""CSV and its kin: every trap with the bytes that set it."""

from __future__ import annotations

import tracemalloc

import pytest

from needlens.errors import SourceError
from sources.reading import batch_of, batches, rows_of


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path, delimiter, end):
    lines = ["商品编号,评价内容,价格", 'A1,"很好，下次再来",72.93', "B2,not bad,5.00", "C3,,6.00"]
    text = end.join(line.replace(",", delimiter) for line in lines) + end
    batch = batch_of(tmp_path, "a.csv", text)
    assert batch.frame.columns == ["商品编号", "评价内容", "价格"]
    assert rows_of(batch)[0] == ("A1", "很好，下次再来", "72.93")
    assert rows_of(batch)[2] == ("C3", None, "6.00")
    assert batch.lines == [2, 3, 4]


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sku;price;text\n1;72,93;gut\n2;5,00;nicht gut\n")
    assert rows_of(batch) == [("1", "72,93", "gut"), ("2", "5,00", "nicht gut")]


def test_excel_says_which_delimiter(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sep=|\nsku|评价内容\n1|好\n")
    assert rows_of(batch) == [("1", "好")]
    assert batch.lines == [3]


def test_one_column_of_sentences_with_commas(tmp_path):
    batch = batch_of(tmp_path, "a.txt", "评价内容\n质量好,物流快,满意\n还行\n一般,有点贵\n不错\n")
    assert rows_of(batch)[0] == ("质量好,物流快,满意",)
    assert not batch.rejected


def test_title_rows_and_a_blank_second_row(tmp_path):
    text = (
        "某某旗舰店订单导出,,\n导出时间：2024-03-05,,\n,,\n订单编号,商品名称,价格\n,,\n1,杯子,19\n"
    )
    batch = batch_of(tmp_path, "a.csv", text)
    assert batch.frame.columns == ["订单编号", "商品名称", "价格"]
    assert (batch.lines, batch.blank) == ([6], 2)
    assert "line 4" in batch.warnings[0]


def test_the_header_can_be_given(tmp_path):
    text = "foo,bar\nbaz,qux\nx,y\n1,2\n"
    batch = batch_of(tmp_path, "a.csv", text, header_row=3)
    assert batch.frame.columns == ["x", "y"]
    assert rows_of(batch) == [("1", "2")]


def test_blank_and_repeated_header_names(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "订单编号,价格,,价格\n1,2,3,4\n")
    assert batch.frame.columns == ["订单编号", "价格", "column_3", "价格_2"]


def test_no_header_at_all(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "1,4.5,2026-10-01\n2,3.5,2026-10-02\n")
    assert batch.frame.columns == ["column_1", "column_2", "column_3"]
    assert len(rows_of(batch)) == 2


def test_cells_of_several_lines_keep_the_first_line_number(tmp_path):
    text = 'sku,评价内容\nA1,"第一行\n第二行\r\n\n第四行"\nB2,good\n'
    batch = batch_of(tmp_path, "a.csv", text)
    assert rows_of(batch)[0] == ("A1", "第一行\n第二行\r\n\n第四行")
    assert batch.lines == [2, 6]


def test_ragged_rows(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sku,评价内容,价格\n1,少\n2,多,3,,\n3,太多,3,x\n4,ok,5\n")
    assert rows_of(batch) == [("1", "少", None), ("2", "多", "3"), ("4", "ok", "5")]
    [rejected] = batch.rejected
    assert rejected.line == 4
    assert "4 cells" in rejected.reason and "has 3" in rejected.reason
    assert '"column_4": "x"' in rejected.raw


def test_nul_bytes_are_dropped(tmp_path):
    batch = batch_of(tmp_path, "a.csv", b"sku,title\n1,a\x00b\n" + b"\x00" * 50 + b"\n")
    assert rows_of(batch) == [("1", "ab")]
    assert batch.blank == 1


def test_bare_quotes(tmp_path):
    text = 'sku,title\n1,27" screen\n2,"a "nice" one"\n3,say "hi"\n4,"ok ""really"""\n'
    batch = batch_of(tmp_path, "a.csv", text)
    assert [row[0] for row in rows_of(batch)] == ["1", "2", "3", "4"]
    assert rows_of(batch)[0][1] == '27" screen'
    assert rows_of(batch)[3][1] == 'ok "really"'


@pytest.mark.parametrize("after", [3, 5000])
def test_a_quote_that_is_never_closed_costs_one_row(tmp_path, after):
    lines = [f"{i},好用 good" for i in range(after)]
    text = "sku,评价内容\n" + "\n".join(["0,ok", '1,"没有结束', *lines]) + "\n"
    found = batches_of_text(tmp_path, text)
    assert sum(len(b.lines) for b in found) == after + 1
    [rejected] = [r for b in found for r in b.rejected]
    assert (rejected.line, rejected.raw) == (3, '1,"没有结束')


def test_a_quote_closed_by_the_next_quoted_cell_costs_one_row(tmp_path):
    text = 'sku,text\n1,"open\n2,plain\n3,"x, y"\n4,"z"\n'
    batch = batch_of(tmp_path, "a.csv", text)
    assert rows_of(batch) == [("2", "plain"), ("3", "x, y"), ("4", "z")]
    assert [r.line for r in batch.rejected] == [2]


def batches_of_text(folder, text, **options):
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return batches(path, **options)


def test_a_line_of_100_megabytes_is_not_held(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write("sku,评价内容\n1,好\n2,".encode())
        for _ in range(100):
            file.write("长".encode() * 350_000)
        file.write(b"\n3,ok\n")
    tracemalloc.start()
    found = batches(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [row for b in found for row in rows_of(b)] == [("1", "好"), ("3", "ok")]
    [rejected] = [r for b in found for r in b.rejected]
    assert (rejected.line, len(rejected.raw)) == (3, 10_000)
    assert found[-1].lines[-1] == 4
    assert peak < 60 << 20


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n\n", b"  \r\n"])
def test_nothing_in_it(tmp_path, content):
    batch = batch_of(tmp_path, "a.csv", content)
    assert batch.rows == 0
    assert batch.frame is None
    assert batch.warnings == ["the file is empty"]


@pytest.mark.parametrize("end", ["", "\n", "\n,,\n"])
def test_only_a_header(tmp_path, end):
    batch = batch_of(tmp_path, "a.csv", f"订单编号,商品名称,价格{end}".encode("gbk"))
    assert batch.frame.columns == ["订单编号", "商品名称", "价格"]
    assert batch.rows == 0


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_encodings(tmp_path, codec):
    text = 'sku\t评价内容\n1\t"第一行\n第二行"\n2\tgood 😀\n'
    batch = batch_of(tmp_path, "a.csv", text.encode(codec))
    assert rows_of(batch) == [("1", "第一行\n第二行"), ("2", "good 😀")]
    assert batch.lines == [2, 4]


def test_a_half_character_at_the_end_of_utf16(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sku,评价内容\n1,好\n2,坏".encode("utf-16")[:-1])
    assert rows_of(batch) == [("1", "好")]
    assert [r.line for r in batch.rejected] == [3]


def test_undecodable_bytes_cost_their_row(tmp_path):
    content = "sku,评价内容\n1,质量很好\n2,坏".encode() + b"\xff\xfe" + "了\n3,物流很快\n".encode()
    batch = batch_of(tmp_path, "a.csv", content)
    assert rows_of(batch) == [("1", "质量很好"), ("3", "物流很快")]
    [rejected] = batch.rejected
    assert rejected.line == 3
    assert "utf-8" in rejected.reason
    assert "\ufffd" in rejected.raw


def test_undecodable_bytes_in_a_later_line_of_a_cell_cost_the_whole_row(tmp_path):
    content = (
        'sku,评价内容\n1,"第一行\n'.encode() + b"\xff\n" + '第三行"\n2,物流很快，好\n'.encode()
    )
    batch = batch_of(tmp_path, "a.csv", content)
    assert rows_of(batch) == [("2", "物流很快，好")]
    assert [r.line for r in batch.rejected] == [2]


def test_gb18030_lines_after_many_megabytes_of_utf8(tmp_path):
    path = tmp_path / "a.csv"
    rows = "1,质量很好，物流也很快，下次还会再来\n".encode() * 100_000
    foreign = "2,这一行是另一个系统追加的\n".encode("gbk")
    at = rows.find(b"\n", 3 << 19) + 1
    path.write_bytes("sku,评价内容\n".encode() + rows[:at] + foreign + rows[at:])
    found = batches(path)
    texts = [row[1] for b in found for row in rows_of(b) if row[0] == "2"]
    assert texts == ["这一行是另一个系统追加的"]
    assert sum(b.rows for b in found) == 100_001


def test_the_encoding_can_be_given(tmp_path):
    content = "sku,评价内容\n1,好\n".encode("gbk")
    assert rows_of(batch_of(tmp_path, "a.csv", content, encoding="GBK")) == [("1", "好")]
    with pytest.raises(SourceError, match="unknown encoding 'utf-9'; did you mean utf-8"):
        batch_of(tmp_path, "a.csv", content, encoding="utf-9")


def test_the_delimiter_can_be_given(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sku^评价内容\n1^a,b\n", delimiter="^")
    assert rows_of(batch) == [("1", "a,b")]
    with pytest.raises(SourceError, match="one character"):
        batch_of(tmp_path, "a.csv", "a", delimiter="::")


def test_a_header_that_comes_again_is_no_row(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sku,评价内容\n1,好\nsku,评价内容\n2,坏\n")
    assert [row[0] for row in rows_of(batch)] == ["1", "2"]
    assert [r.reason for r in batch.rejected] == ["repeats the header row"]


def test_batches_are_bounded_by_rows_and_by_characters(tmp_path):
    text = "sku,text\n" + "".join(f"{i},{'x' * 100}\n" for i in range(1000))
    found = batches_of_text(tmp_path, text, batch_rows=300)
    assert [b.rows for b in found] == [300, 300, 300, 100]
    found = batches_of_text(tmp_path, text, batch_chars=10_000)
    assert max(b.rows for b in found) <= 100
    assert [line for b in found for line in b.lines] == list(range(2, 1002))


def test_ids_and_odd_cells_are_left_as_they_are(tmp_path):
    batch = batch_of(tmp_path, "a.csv", 'id,text,n\n"\t9001",1.03531E+12,１２\n')
    assert rows_of(batch) == [("\t9001", "1.03531E+12", "１２")]


def test_control_characters_do_not_split_rows(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sku,评价内容\n1,a\u2028b\x0bc\x0cd\x85e\n")
    assert rows_of(batch) == [("1", "a\u2028b\x0bc\x0cd\x85e")]


def test_a_header_beyond_the_end_is_said(tmp_path):
    batch = batch_of(tmp_path, "a.csv", "sku,评价内容\n1,好\n", header_row=9)
    assert (batch.rows, batch.warnings) == (0, ["row 9 is beyond the last row"])
