"""Run the command line in this process and see what a user would see."""

import sys
from dataclasses import dataclass

import pytest

from needlens.cli import main


@dataclass
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["needlens", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Result(code, out, err)

    return run


ZH = """评价编号,评价内容,评分,评价时间,用户ID
1,物流太慢了，等了一周才到,2,2026-01-03 10:00:00,甲
2,快递很慢，客服态度也差,1,2026-01-04 10:00:00,乙
3,发货速度太慢,2,2026-02-03 10:00:00,丙
4,质量很好，包装精美,5,2026-02-05 10:00:00,丁
5,此用户没有填写评价,5,2026-02-06 10:00:00,戊
6,希望有中文说明书,4,2026-02-07 10:00:00,己
7,很好,八十,2026-02-08 10:00:00,庚
8,电话13812345678，物流慢,2,2026-02-09 10:00:00,辛
"""
EN = """review_id,review,rating,date,user
a1,"Delivery was very slow, took two weeks",2,2026-01-05,ann
a2,"Slow shipping but great quality",3,2026-01-15,bob
a3,"Shipping is too slow",1,2026-02-05,cat
"""


@pytest.fixture
def files(tmp_path):
    zh, en = tmp_path / "评价.csv", tmp_path / "reviews.csv"
    zh.write_text(ZH, encoding="gb18030")
    en.write_text(EN, encoding="utf-8")
    return zh, en


@pytest.fixture
def shop(run, files):
    assert run("open", "my-shop").code == 0
    assert run("ingest", *files).code == 0
    assert run("mine").code == 0
    return run
