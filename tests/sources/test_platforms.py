"""Platforms: each outside format gives the right records, and no row gets lost."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.errors import SourceError
from needlens.records import KINDS
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.platforms import PLATFORMS, choose, names
from needlens.sources.readers import read
from needlens.sources.values import typed

FIXTURES = Path(__file__).parent / "fixtures"


def table(text, source="export.csv", sep=","):
    """Return a batch of a small table written as text."""
    lines = [line.split(sep) for line in text.strip().splitlines()]
    header, rows = lines[0], lines[1:]
    columns = {name: [row[i] or None for row in rows] for i, name in enumerate(header)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String))
    return RawBatch(source, list(range(2, 2 + len(rows))), frame)


def documents(*found):
    """Return a batch of JSON documents."""
    return RawBatch("export.jsonl", list(range(1, 1 + len(found))), documents=list(found))


def records(batch, **options):
    """Return typed rows by kind, the rejects and the platform; every row is accounted for."""
    platform = choose(batch, **options)
    candidates, rejected = platform.candidates(batch)
    frames = {}
    for kind, frame in candidates.items():
        assert set(frame.columns) - {"row"} <= set(KINDS[kind].columns())
        good, failed = typed(kind, frame, time_zone=platform.time_zone, notes=platform.notes)
        assert failed["reason"].to_list() == []
        frames[kind] = good.to_dicts()
    used = {row["row"] for rows in frames.values() for row in rows}
    missing = {i for i, line in enumerate(batch.lines) if line in {r.line for r in rejected}}
    assert used | missing == set(range(len(batch.lines)))
    assert not used & missing
    return frames, rejected, platform


def column(rows, name):
    return [row[name] for row in rows]


# Chinese platforms


def test_taobao_reviews():
    found, rejected, platform = records(
        table("""
用户ID,会员级别,手机参数,昵称,购买时间,评论内容
1.03531E+12,0,颜色:金色,t***3,2019/2/20 16:13,手感很好，物流也快
1.03579E+12,0,颜色:灰色,y***6,2019/2/24 16:32,此用户没有填写评论!
1.03579E+12,0,颜色:灰色,y***7,2019/2/24 16:32,
""")
    )
    assert platform.name == "taobao-reviews"
    assert column(found["review"], "external_id") == [None, None]
    assert str(found["review"][0]["at"]) == "2019-02-20 08:13:00+00:00"
    assert found["review"][0]["variant"] == "颜色:金色"
    assert found["review"][0]["channel"] == "taobao"
    assert [r.line for r in rejected] == [4]
    assert "neither a text nor a rating" in rejected[0].reason
    assert "2 of 2 ids in 用户ID were ruined" in platform.notes.sentences()[0]


def test_taobao_reviews_name_the_product_by_its_title():
    found, _, platform = records(
        table("""
宝贝标题,评价内容,追评内容,评价时间,评价类型,买家会员名
陶瓷 马克杯,釉面光滑,用了半年没掉色,2026-01-02,好评,甲
陶瓷　馬克杯,杯口有缺口,,2026-01-03,差评,乙
""")
    )
    assert platform.name == "taobao-reviews"
    assert column(found["review"], "rating") == [5.0, 1.0]
    one, two = column(found["review"], "product_id")
    assert one == two
    assert one.startswith("t-")
    assert {row["product_id"] for row in found["product"]} == {one}


ORDERS = """
订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,收货人姓名,收货地址,联系手机,订单创建时间,宝贝标题,宝贝种类,宝贝总数量,订单关闭原因
="5001",甲,99.00,"￥99.00",交易成功,张三,浙江省 杭州市 西湖区 某某路1号,'13800000000,2026-01-02 10:00:00,陶瓷马克杯,1,2,
="5002",乙,59.00,59.00,交易关闭,李四,上海 上海市 浦东新区 某某路2号,'13900000000,2026-01-03 10:00:00,台灯 ，灯泡,2,3,买家退款
"""


def test_taobao_orders_never_take_personal_data():
    batch = table(ORDERS.replace('"', ""))
    found, _, platform = records(batch)
    assert platform.name == "taobao-orders"
    assert column(found["order"], "order_id") == ["=5001", "=5002"] or column(
        found["order"], "order_id"
    ) == ["5001", "5002"]
    assert column(found["order"], "region") == ["浙江省 杭州市", "上海 上海市"]
    assert column(found["order"], "amount") == [99.0, 59.0]
    assert column(found["product"], "title") == ["陶瓷马克杯"]
    assert found["order"][1]["product_id"] is None
    text = str(found)
    assert not any(private in text for private in ("张三", "13800000000", "某某路"))
    notes = {use.column: use.note for use in platform.explain(batch)}
    assert notes["联系手机"] == notes["收货人姓名"] == "not taken: personal data"


def test_shengyicanmou_counts_become_events():
    found, _, platform = records(
        table(
            """
统计日期|商品ID|商品名称|商品访客数|商品浏览量|支付买家数|支付件数|支付金额|商品收藏人数|商品加购件数
2026-01-02|="801"|陶瓷马克杯|1,024|2,048|12|15|1,485.00|-|40
2026-01-02|802|台灯|3|5|0|0|0.00|0|0
""",
            sep="|",
        )
    )
    assert platform.name == "shengyicanmou"
    acts = {(e["product_id"], e["type"]): (e["quantity"], e["value"]) for e in found["event"]}
    assert acts == {
        ("801", "view"): (2048.0, None),
        ("801", "cart"): (40.0, None),
        ("801", "purchase"): (15.0, 1485.0),
        ("802", "view"): (5.0, None),
    }
    assert column(found["product"], "title") == ["陶瓷马克杯", "台灯"]
    assert str(found["event"][0]["at"]) == "2026-01-01 16:00:00+00:00"


def test_any_report_of_counts_becomes_events_and_no_orders():
    found, _, platform = records(
        table(
            "date,product_id,impressions,clicks,purchases,revenue\n2026-01-02,p-1,900,30,0,0\n2026-01-02,p-2,0,0,2,19.9"
        )
    )
    assert platform.name == "daily-counts"
    acts = [(e["product_id"], e["type"], e["quantity"], e["value"]) for e in found["event"]]
    assert acts == [
        ("p-1", "impression", 900.0, None),
        ("p-1", "click", 30.0, None),
        ("p-2", "purchase", 2.0, 19.9),
    ]
    assert "order" not in found


def test_jd_shangzhi_counts_become_events():
    found, _, platform = records(
        table(
            """
时间|SKU|SKU名称|一级类目|三级类目|成交金额|成交商品件数|商品浏览量|商品曝光次数|搜索点击次数|加购客户数|下单客户数
20260102|1001|手机壳|手机通讯|保护壳|1,000.5|20|300|5,000|60|7|22
""",
            sep="|",
        )
    )
    assert platform.name == "jd-shangzhi"
    assert {e["type"]: e["quantity"] for e in found["event"]} == {
        "impression": 5000.0, "click": 60.0, "view": 300.0, "cart": 7.0, "purchase": 20.0,
    }  # fmt: skip
    assert found["product"][0]["department"] == "手机通讯"


def test_jd_reviews_take_the_user_column_for_the_review():
    batch = table("""
用户ID,评论内容,会员级别,点赞数,回复数,得分,购买时间
11651140407,屏幕清晰&hellip;&hellip;,PLUS会员,12,5,5,2018/6/28 16:16
12439670683,轻微发热,铜牌会员,1,1,3,2019/2/7 21:42
""")
    found, _, platform = records(batch)
    assert platform.name == "jd-reviews"
    assert column(found["review"], "external_id") == ["11651140407", "12439670683"]
    assert column(found["review"], "rating") == [5.0, 3.0]
    use = next(u for u in platform.explain(batch) if u.column == "用户ID")
    assert (use.field, use.certain) == ("external_id", False)
    assert "customer_id=用户ID" in use.note
    named, _, _ = records(batch, name="jd-reviews", fields={"customer_id": "用户ID"})
    assert named["review"][0]["customer_id"] == "11651140407"


def test_douyin_orders_take_sub_orders_apart():
    found, rejected, platform = records(
        table("""
主订单编号,子订单编号,选购商品,商品数量,订单应付金额,达人ID,订单状态,售后状态
\t9001,\t9001,手工皂,1,29.90,\t77,已发货,-
\t9003,\t9003;\t9004,手工皂;陶瓷杯,1;2,89.70,\t77,已关闭,退款成功
\t9005,\t9005;\t9006;\t9007,手工皂;陶瓷杯,1,10,\t77,已发货,-
""")
    )
    assert platform.name == "douyin-orders"
    lines = [
        (o["order_id"], o["external_id"], o["title"], o["quantity"], o["amount"])
        for o in found["order"]
    ]
    assert lines == [
        ("9001", "9001", "手工皂", 1.0, 29.9),
        ("9003", "9003", "手工皂", 1.0, 89.7),
        ("9003", "9004", "陶瓷杯", 2.0, None),
    ]
    assert column(found["order"], "after_sales") == [None, "退款成功", "退款成功"]
    assert column(found["order"], "row") == [0, 1, 1]
    assert "different numbers of sub-orders" in rejected[0].reason


# English platforms


SHOPIFY = """
Handle|Title|Body (HTML)|Vendor|Type|Tags|Option1 Name|Option1 Value|Variant SKU|Variant Grams|Variant Inventory Policy|Variant Inventory Qty|Variant Price|Variant Compare At Price|Image Src|Image Position
mug|Mug|<p>A mug</p>|Kiln|Cups|clay|Colour|Blue|||deny|3|9.99|12|https://img.example.com/1.jpg|1
mug||||||Colour|Red|||deny|0|10.99|||
mug|||||||White|||deny|1|11.99|||
mug||||||||||||||https://img.example.com/2.jpg|2
lamp|台灯|||Lamps||Title|Default Title|||deny|1|50||https://img.example.com/3.jpg|1
"""


def test_shopify_products_have_one_product_and_an_offer_per_variant():
    found, rejected, platform = records(table(SHOPIFY.replace("Colour|Red", "|Red"), sep="|"))
    assert platform.name == "shopify-products"
    assert rejected == []
    assert column(found["product"], "title") == ["Mug", "台灯"]
    offers = [(o["product_id"], o["variant"], o["price"], o["stock"]) for o in found["offer"]]
    assert offers == [
        ("mug", "Colour: Blue", 9.99, 3),
        ("mug", "Colour: Red", 10.99, 0),
        ("mug", "Colour: White", 11.99, 1),
        ("lamp", None, 50.0, 1),
    ]
    assert len(found["image"]) == 3


def test_a_handle_may_cross_the_border_of_a_batch():
    whole = table(SHOPIFY.replace("Colour|Red", "|Red"), sep="|")
    platform = choose(whole)
    variants = []
    for start, stop in ((0, 1), (1, 2), (2, 5)):
        part = RawBatch(whole.source, whole.lines[start:stop], whole.frame[start:stop])
        candidates, rejected = platform.candidates(part)
        assert rejected == []
        variants += candidates["offer"]["variant"].to_list()
    assert variants == ["Colour: Blue", "Colour: Red", "Colour: White", None]


def test_shopify_orders_fill_the_order_down_its_lines():
    found, _, platform = records(
        table("""
Name,Email,Financial Status,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Province,Billing Name
#1001,a@example.com,paid,2026-01-02 10:00:00 +0800,USD,1,Mug,9.99,M-1,CA,Ann
#1001,a@example.com,,,,2,Lamp,50,,,
#1002,b@example.com,refunded,2026-01-03 10:00:00 +0800,USD,1,Mug,9.99,M-1,NY,Bob
""")
    )
    assert platform.name == "shopify-orders"
    assert column(found["order"], "status") == ["paid", "paid", "refunded"]
    assert column(found["order"], "region") == ["CA", "CA", "NY"]
    assert str(found["order"][1]["at"]) == "2026-01-02 02:00:00+00:00"
    assert found["order"][0]["product_id"] == "M-1"
    assert found["order"][1]["product_id"].startswith("t-")
    assert "example.com" not in str(found)


def test_google_merchant_feed():
    found, _, platform = records(
        table(
            """
id|title|description|link|image_link|additional_image_link|availability|price|sale_price|brand|condition|gtin
g-1|Mug|A clay mug|https://shop.example.com/g-1|https://img.example.com/1.jpg|https://img.example.com/2.jpg,https://img.example.com/3.jpg|in stock|15.00 USD|12.00 USD|Kiln|new|
g-2|Lamp||https://shop.example.com/g-2|||in stock|20.00 EUR||||
""",
            sep="|",
        )
    )
    assert platform.name == "google-merchant"
    prices = [(o["price"], o["list_price"], o["currency"]) for o in found["offer"]]
    assert prices == [(12.0, 15.0, "USD"), (20.0, 20.0, "EUR")]
    assert len(found["image"]) == 3


def test_judgeme_sets_spam_aside():
    found, rejected, platform = records(
        table(
            """
title|body|rating|review_date|reviewer_name|reviewer_email|product_handle|curated|picture_urls|ip_address
Great|Fits well|5|2026-01-02 10:00:00 UTC|Ann|a@example.com|mug|ok|https://img.example.com/1.jpg,https://img.example.com/2.jpg|1.2.3.4
Buy|Visit my site|5|2026-01-03 10:00:00 UTC|Bot|b@example.com|mug|spam||1.2.3.5
""",
            sep="|",
        )
    )
    assert platform.name == "judgeme"
    assert column(found["review"], "text") == ["Fits well"]
    assert len(found["image"]) == 2
    assert "marked this review as spam" in rejected[0].reason


def test_woocommerce_gives_variations_to_their_parent():
    found, _, platform = records(
        table(
            """
ID|Type|SKU|Name|Is featured?|Visibility in catalog|Short description|Description|Tax status|Stock|Sale price|Regular price|Categories|Images|Parent|Attribute 1 name|Attribute 1 value(s)
1|variable|mug|Mug|0|visible||A mug|taxable||||Cups|https://img.example.com/1.jpg||Colour|Blue, Red
2|variation|mug-b|Mug - Blue|0|visible|||taxable|3|8|9.5|||mug|Colour|Blue
3|simple||Lamp|0|visible|||taxable|1||50|Lamps|||||
""",
            sep="|",
        )
    )
    assert platform.name == "woocommerce"
    assert [(p["product_id"], p["title"]) for p in found["product"]] == [
        ("mug", "Mug"),
        ("id:3", "Lamp"),
    ]
    assert [(o["product_id"], o["variant"], o["price"]) for o in found["offer"]] == [
        ("mug", "Blue", 8.0), ("id:3", None, 50.0),
    ]  # fmt: skip


# documents


def test_ga4_data_layer_and_exported_events():
    item = {
        "item_id": "p-1",
        "item_name": "Mug",
        "price": "29,99",
        "quantity": "2",
        "item_category2": "Clay",
    }
    found, rejected, platform = records(documents(
        {"event": "purchase", "ecommerce": {"currency": "EUR", "value": "72,93", "transaction_id": "T-1", "items": [item, item]}},
        {"event_name": "view_item", "event_timestamp": "1767312000000000", "user_pseudo_id": "u.1", "items": [{"item_id": "p-1"}],
         "event_params": [{"key": "ga_session_id", "value": {"int_value": 7}}]},
        {"event_name": "view_search_results", "event_timestamp": 1767312000000000, "user_pseudo_id": "u.1",
         "event_params": [{"key": "search_term", "value": {"string_value": "马克杯"}}]},
        {"event_name": "scroll", "event_timestamp": 1767312000000000, "user_pseudo_id": "u.1"},
    ))  # fmt: skip
    assert platform.name == "ga4"
    assert [
        (o["order_id"], o["quantity"], o["unit_price"], o["currency"]) for o in found["order"]
    ] == [("T-1", 2.0, 29.99, "EUR")] * 2
    assert column(found["event"], "type") == ["purchase", "purchase", "view"]
    assert str(found["event"][2]["at"]) == "2026-01-02 00:00:00+00:00"
    assert found["event"][2]["session_id"] == "7"
    assert found["query"][0]["text"] == "马克杯"
    assert rejected[0].reason == "the event scroll tells of no product and no search"


def test_segment_events_from_a_file():
    [batch] = read(FIXTURES / "shop_events.jsonl", ReadOptions())
    found, rejected, platform = records(batch)
    assert platform.name == "segment"
    assert found["query"][0]["text"] == "蓝牙耳机"
    acts = [(e["type"], e["product_id"], e["position"]) for e in found["event"]]
    assert acts == [
        ("impression", "p-1", 1), ("impression", "p-2", 2), ("cart", "p-1", None),
        ("purchase", "p-1", None), ("purchase", "p-2", None),
    ]  # fmt: skip
    assert column(found["event"], "value")[3:] == [199.0, 20.0]
    assert column(found["order"], "customer_id") == ["a-9", "a-9"]
    review = found["review"][0]
    assert (review["external_id"], review["rating"], review["text"][:4]) == ("r-1", 4.0, "音质不错")
    assert [r.line for r in rejected] == [6, 7]
    assert "someone@example.com" not in str(found)


def test_schemaorg_from_a_file():
    [batch] = read(FIXTURES / "shop_page.jsonld", ReadOptions())
    found, _, platform = records(batch)
    assert platform.name == "schemaorg"
    assert column(found["product"], "title") == ["不锈钢保温杯", "Thermos"]
    assert found["product"][0]["brand"] == "山泉"
    offer = found["offer"][0]
    assert (offer["price"], offer["currency"], offer["availability"]) == (59.9, "EUR", "InStock")
    assert column(found["image"], "position") == [1, 2]
    assert column(found["review"], "rating") == [5.0, 1.0, 4.0]
    assert found["review"][2]["product_id"] == found["product"][1]["product_id"]
    assert "Somebody" not in str(found)


def test_metarank_events():
    found, rejected, platform = records(documents(
        {"event": "item", "id": "e1", "timestamp": "1767312000000", "item": "p-1",
         "fields": [{"name": "title", "value": "马克杯"}, {"name": "color", "value": ["white", "blue"]}, {"name": "price", "value": 9.5}]},
        {"event": "ranking", "id": "e2", "timestamp": "1767312000000", "user": "u1", "session": "s1",
         "fields": [{"name": "query", "value": "mug"}], "items": [{"id": "p-2"}, {"id": "p-1"}]},
        {"event": "interaction", "id": "e3", "ranking": "e2", "timestamp": "1767312001000", "user": "u1", "type": "click", "item": "p-1"},
        {"event": "user", "id": "e4", "timestamp": "1767312000000", "user": "u1", "fields": [{"name": "age", "value": 33}]},
    ))  # fmt: skip
    assert platform.name == "metarank"
    assert found["product"][0]["attributes"] == '{"color": ["white", "blue"]}'
    assert found["offer"][0]["price"] == 9.5
    assert found["query"][0]["text"] == "mug"
    acts = [(e["type"], e["product_id"], e["query_id"], e["position"]) for e in found["event"]]
    assert acts == [
        ("impression", "p-2", "e2", 1),
        ("impression", "p-1", "e2", 2),
        ("click", "p-1", "e2", None),
    ]
    assert "customer traits" in rejected[0].reason


@pytest.mark.parametrize("spell", [str, str.lower])
def test_gorse_in_both_spellings(spell):
    found, rejected, platform = records(documents(
        {spell("FeedbackType"): "star", spell("UserId"): "bob", spell("ItemId"): "p-1", spell("Timestamp"): "2026-01-02"},
        {spell("ItemId"): "p-1", spell("Categories"): ["cups"], spell("Labels"): {"title": "Mug"}, spell("IsHidden"): False},
        {spell("UserId"): "bob", spell("Labels"): ["x"], spell("Subscribe"): []},
    ))  # fmt: skip
    assert platform.name == "gorse"
    assert found["event"][0]["type"] == "favourite"
    assert found["product"][0]["title"] == "Mug"
    assert len(rejected) == 1


# any other table


def test_generic_reviews_in_english_with_a_review_title():
    found, _, platform = records(
        table(
            """
Clothing ID|Age|Title|Review Text|Rating|Positive Feedback Count|Department Name|Class Name
767|33||Silky and soft|4|0|Intimate|Intimates
767|40|Runs small|Order a size up|3|2|Intimate|Intimates
""",
            sep="|",
        )
    )
    assert platform.name == "generic"
    assert column(found["review"], "title") == [None, "Runs small"]
    assert {(p["product_id"], p["department"]) for p in found["product"]} == {("767", "Intimate")}


def test_generic_says_which_labels_it_ignores():
    batch = table("cat,label,review\n书籍,1,写得很好\n平板,0,屏幕太暗")
    found, _, platform = records(batch)
    assert column(found["review"], "category") == ["书籍", "平板"]
    assert {u.column: u.note for u in platform.explain(batch)}[
        "label"
    ] == "a label given by others is not used"


def test_generic_orders_without_product_ids():
    found, _, _ = records(
        table(
            """
Description|Quantity|InvoiceDate|UnitPrice|CustomerID|Country
WHITE LANTERN|6|2026-01-02 08:26:00|3.39|17850.0|France
white  lantern|-2|2026-01-05 08:26:00|3.39|17850.0|France
""",
            sep="|",
        )
    )
    assert column(found["order"], "customer_id") == ["17850", "17850"]
    assert column(found["order"], "quantity") == [6.0, -2.0]
    assert len({o["product_id"] for o in found["order"]}) == 1
    assert {p["product_id"] for p in found["product"]} == {found["order"][0]["product_id"]}


def test_generic_products_with_units_in_the_header():
    found, _, platform = records(
        table(
            """
商品編號|商品名稱|品牌|分類|售價（元）|原價(元)|庫存|圖片連結
801|陶瓷馬克杯|山泉|杯具|1,299|1,599|12|https://img.example.com/1.jpg;https://img.example.com/2.jpg
""",
            sep="|",
        )
    )
    offer = found["offer"][0]
    assert (offer["price"], offer["list_price"], offer["currency"], offer["stock"]) == (
        1299.0,
        1599.0,
        "CNY",
        12,
    )
    assert platform.time_zone == "Asia/Shanghai"


def test_generic_takes_units_of_ten_thousand():
    found, _, _ = records(table("流水号,品名,件数,销售金额（万元）\n1,茶具,3,1.5"))
    assert (found["order"][0]["amount"], found["order"][0]["currency"]) == (15000.0, "CNY")


def test_generic_chats_from_documents_and_provenance():
    found, rejected, platform = records(documents(
        {"conversation_id": "c1", "sender": "买家", "message": "什么时候发货", "timestamp": "2026-01-02T08:00:00+08:00"},
        {"conversation_id": "c1", "sender": "客服", "message": "今天发", "timestamp": "2026-01-02T08:01:00+08:00"},
        {"conversation_id": "c1", "sender": "买家", "message": ""},
    ))  # fmt: skip
    assert platform.name == "generic"
    assert column(found["chat"], "speaker") == ["customer", "agent"]
    assert "no chat in this row" in rejected[0].reason
    simulated, _, _ = records(table("review_text,rating,provenance\nGood,5,simulated"))
    assert simulated["review"][0]["provenance"] == "simulated"


def test_nothing_fits_says_what_was_seen_and_what_to_give():
    batch = table("甲,乙\n1,2")
    with pytest.raises(SourceError) as error:
        choose(batch)
    for said in ("甲, 乙", "review:", "--kind review --field text=内容"):
        assert said in str(error.value)


def test_the_user_may_say_what_columns_are():
    batch = table("甲,乙\n很好用,5\n太慢,2")
    found, _, _ = records(batch, fields={"text": "甲", "rating": "乙"}, kind="review")
    assert column(found["review"], "rating") == [5.0, 2.0]
    guessed, _, _ = records(batch, fields={"review.text": "甲"}, kind="review")
    assert column(guessed["review"], "text") == ["很好用", "太慢"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "taobao-review"}, "did you mean taobao-reviews?"),
        ({"kind": "query"}, "none of these columns was recognised as that: 评论, 评分"),
        ({"kind": "opinion"}, "unknown kind 'opinion'; known: review"),
        ({"fields": {"text": "丙"}, "kind": "review"}, "there is no column '丙'"),
        ({"fields": {"texts": "评论"}, "kind": "review"}, "a review has no field 'texts'"),
        ({"name": "shopify-products"}, "none of the columns is one of shopify-products"),
    ],
)
def test_wrong_wishes_are_explained(options, said):
    with pytest.raises(SourceError, match=r".") as error:
        choose(table("评论,评分\n好,5"), **options)
    assert said in str(error.value)


def test_what_the_user_says_holds_for_all_records_of_a_row():
    batch = table("款,商品名称,评价\nK1,陶瓷杯,好")
    found, _, _ = records(batch, fields={"product_id": "款"})
    assert found["review"][0]["product_id"] == found["product"][0]["product_id"] == "K1"


def test_rankings_alone_are_known_from_other_events():
    ranking = {"event": "ranking", "id": "1", "timestamp": "1767312000000", "items": [{"id": "p"}]}
    assert choose(documents(ranking)).name == "metarank"
    push = {"event": "add_to_cart", "items": [{"item_id": "p"}]}
    assert choose(documents(push)).name == "ga4"


def test_a_column_of_counts_is_no_text():
    with pytest.raises(SourceError):
        choose(table("评论,店铺\n12,a\n15,b"))


def test_every_platform_has_its_words():
    for name in names()[:-1]:
        platform = PLATFORMS[name](None)
        assert platform.name == name
        assert platform.title_zh
        assert platform.title_en
        assert platform.time_zone in ("UTC", "Asia/Shanghai")


def test_real_bytes_in_gb18030_with_a_title_above_and_a_blank_row(tmp_path):
    text = '十月评价导出\n\n用户ID,会员级别,手机参数,昵称,购买时间,评论内容\n,,,,,\n1.03531E+12,0,金色,t***3,2019/2/20 16:13,"手感好\n物流快"\n'
    (tmp_path / "taobao.csv").write_bytes(text.encode("gb18030"))
    [batch] = read(tmp_path / "taobao.csv", ReadOptions())
    found, rejected, platform = records(batch)
    assert platform.name == "taobao-reviews"
    assert column(found["review"], "text") == ["手感好\n物流快"]
    assert rejected == []


KEYS = [
    "event",
    "ecommerce",
    "items",
    "events",
    "params",
    "event_params",
    "key",
    "value",
    "type",
    "properties",
    "products",
    "query",
    "product_id",
    "sku",
    "name",
    "price",
    "quantity",
    "@type",
    "@graph",
    "@context",
    "offers",
    "review",
    "reviewRating",
    "ratingValue",
    "bestRating",
    "itemReviewed",
    "image",
    "brand",
    "item",
    "user",
    "fields",
    "timestamp",
    "id",
    "ranking",
    "FeedbackType",
    "UserId",
    "ItemId",
    "Labels",
    "transaction_id",
    "search_term",
    "order_id",
    "review_body",
    "string_value",
    "hasVariant",
    "url",
    "client_id",
]
WORDS = ["purchase", "view_item", "search", "track", "Order Completed", "Product Reviewed", "Product", "Review",
         "item", "ranking", "interaction", "https://schema.org", "5", "", "好"]  # fmt: skip
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.sampled_from(WORDS)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(KEYS), JSON, min_size=1, max_size=6), min_size=1, max_size=3
    )
)
def test_no_document_breaks_a_platform_or_gets_lost(found):
    batch = documents(*found)
    for name in ("ga4", "segment", "schemaorg", "metarank", "gorse"):
        platform = PLATFORMS[name](None)
        platform.score(batch)
        platform.explain(batch)
        candidates, rejected = platform.candidates(batch)
        used = {row for frame in candidates.values() for row in frame["row"]}
        assert len(used) + len(rejected) == len(found)
        for kind, frame in candidates.items():
            typed(kind, frame, notes=platform.notes)


def test_no_cell_breaks_a_table_or_gets_lost():
    cells = [
        None,
        "",
        "-",
        ";",
        "a;b",
        "1",
        "\t",
        "无",
        "https://",
        "★",
        "2026-13-99",
        "=1+1",
        "\x00",
        "🙂" * 50,
    ]
    for name in names()[:-1]:
        layout = getattr(PLATFORMS[name](None), "layout", None)
        if layout is None:
            continue
        headers = [
            h for take in layout.takes for said in take.fields.values() for h in said.split()
        ]
        headers = [h.replace("_", " ") for h in dict.fromkeys(headers) if not h.startswith(":")]
        columns = {h: cells[i % 5 :] + cells[: i % 5] for i, h in enumerate(headers)}
        batch = RawBatch("x.csv", list(range(len(cells))), pl.DataFrame(columns))
        platform = PLATFORMS[name](None)
        candidates, rejected = platform.candidates(batch)
        used = {row for frame in candidates.values() for row in frame["row"]}
        assert len(used) + len(rejected) == len(cells), name
        for kind, frame in candidates.items():
            typed(kind, frame, notes=platform.notes)
