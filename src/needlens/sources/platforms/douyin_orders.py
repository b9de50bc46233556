"""Douyin orders 抖店订单. One cell may hold several sub-orders with ``;`` between them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import ROW, RawBatch
from needlens.sources.platforms._flat import Flat, Layout, Take, index_of
from needlens.sources.platforms._picks import table_of
from needlens.sources.platforms._regions import province_and_city
from needlens.sources.platforms._rows import reject

_TITLE = "选购商品 商品名称 商品标题"
_PRODUCT = "商品ID 商品编号"
_SEVERAL = "子订单编号 子订单号 选购商品 商品名称 商品规格 商品型号 商品数量 商品ID 商品单价 商家编码 售后状态 退款状态 订单状态"

LAYOUT = Layout(
    name="douyin-orders",
    title_zh="抖店订单",
    title_en="Douyin orders",
    channel="douyin",
    time_zone="Asia/Shanghai",
    required="主订单编号|主订单号 子订单编号|子订单号 选购商品|商品名称|商品标题",
    telling="选购商品 达人ID 达人昵称 达人实际承担优惠金额 平台实际承担优惠金额 订单应付金额 主订单编号 流量来源",
    enough=2,
    hints=("douyin", "抖店", "抖音"),
    takes=(
        Take(
            "order",
            {
                "external_id": "子订单编号 子订单号",
                "order_id": "主订单编号 主订单号",
                "at": "订单提交时间 下单时间 支付完成时间",
                "customer_id": "用户ID 买家ID openid",
                "product_id": _PRODUCT,
                "title": _TITLE,
                "variant": "商品规格 商品型号 规格",
                "quantity": "商品数量 数量",
                "unit_price": "商品单价 单价",
                "amount": "实付金额 订单实付金额 订单应付金额 应付金额",
                "discount": "优惠总金额 商家优惠 商家实际承担优惠金额",
                "status": "订单状态",
                "after_sales": "售后状态 退款状态 取消原因",
                "region": "省 省份 收货省份 详细地址 收货地址",
            },
            needs="order_id",
            titled_by=_TITLE,
            derive={"region": province_and_city},
        ),
        Take(
            "product",
            {"product_id": _PRODUCT, "title": _TITLE},
            "product_id title",
            titled_by=_TITLE,
            along=True,
        ),
    ),
    skipped={
        "达人ID 达人昵称": "a promoter is not a customer",
        "平台实际承担优惠金额 达人实际承担优惠金额": "only the shop's own discount is kept",
    },
    empty="the row has no order number",
)


class DouyinOrders(Flat):
    """Takes cells with several sub-orders apart, each to a line of its own."""

    def __init__(self, layout: Layout = LAYOUT, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(layout, fields)
        self._rows = pl.Series(ROW, [], dtype=pl.UInt32)

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return a table with a row for each sub-order; money of the order on its first."""
        frame = table_of(batch).with_row_index(ROW)
        index = index_of(frame.columns)
        several = [index[n.lower()] for n in _SEVERAL.split() if n.lower() in index]
        sub = next(index[n] for n in ("子订单编号", "子订单号") if n in index)
        parts = frame.with_columns(pl.col(c).str.split(";") for c in several)
        count = pl.col(sub).list.len().fill_null(1)
        broken = pl.any_horizontal(
            ~pl.col(c).list.len().fill_null(1).is_in([1]) & (pl.col(c).list.len() != count)
            for c in several
        )
        bad = parts.filter(broken)[ROW].to_list()
        rejected = [
            reject(batch, row, "the cells of this order hold different numbers of sub-orders")
            for row in bad
        ]
        parts = parts.filter(~broken).with_columns(
            pl.when(pl.col(c).list.len().fill_null(1) == count)
            .then(pl.col(c).fill_null([None]))
            .otherwise(pl.col(c).list.first().repeat_by(count))
            for c in several
        )
        lines = parts.explode(several)
        again = pl.col(ROW).is_first_distinct()
        money = [
            index[n]
            for n in ("订单应付金额", "实付金额", "订单实付金额", "优惠总金额")
            if n in index
        ]
        lines = lines.with_columns(pl.when(again).then(pl.col(c)).alias(c) for c in money)
        self._rows = lines[ROW]
        return lines.drop(ROW), rejected

    def finished(self, frames: dict[str, pl.DataFrame], batch: RawBatch) -> dict[str, pl.DataFrame]:
        """Return the frames with the rows of the batch in place of those of the lines."""
        return {
            kind: f.with_columns(self._rows.gather(f[ROW]).alias(ROW)) for kind, f in frames.items()
        }


def create(fields: Mapping[str, str] | None = None) -> DouyinOrders:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return DouyinOrders(LAYOUT, fields)
