"""Words 列名: what column headers mean, in Chinese and English.

A *meaning* is what a column holds whatever table it stands in; which field of a record
it becomes depends on the kind of table (see ``platforms/_kinds.py``). Headers are
compared folded: simplified, half-width, lower case, without blanks and signs, so
``評價內容``, ``Review Text`` and ``review_text`` need one spelling each.
"""

from __future__ import annotations

import re

MEANINGS: dict[str, str] = {
    # reviews
    "review_text": "评价内容 评论内容 初评内容 初评 初次评价 首次评价 首评内容 评价正文 评价 评论 评论正文 评论文本 "
    "评价文本 评语 点评 点评内容 买家评价 用户评论 用户评价 商品评价 评价详情 评论详情 顾客评价 客户评价 顾客意见 "
    "客户意见 反馈内容 客户反馈 用户反馈 评价语 review review_text review_body review_content reviews comment comments "
    "comment_text comment_content comment_body feedback feedback_text customer_review review_description "
    "verbatim customer_feedback review_message opinion review_comment review_comment_message",
    "review_title": "评价标题 评论标题 评价主题 review_title review_headline headline summary review_summary "
    "review_subject review_comment_title",
    "follow_up": "追评 追评内容 追加评论 追加评价 追加评论内容 追加评价内容 追加内容 二次评价 追加 follow_up "
    "additional_review append_comment appended_review follow_up_review follow_up_comment after_comment",
    "merchant_reply": "商家回复 卖家回复 掌柜回复 客服回复 商家解释 卖家解释 评价回复 回复内容 店铺回复 回复 "
    "merchant_reply seller_reply shop_reply response_text owner_response reply reply_content store_reply "
    "merchant_response vendor_response",
    "rating": "评价星级 评论星级 星级 评分 得分 打分 评价等级 评价类型 评价结果 商品评分 评价分 描述相符 好中差评 "
    "满意度 评价分数 综合评分 评级 宝贝与描述相符 商品评价星级 rating star stars score star_rating review_rating "
    "overall rating_value ratings grade review_score overall_rating review_stars rating_score points csat",
    "helpful": "有用数 有用 赞同数 有用票数 helpful helpful_votes helpful_count votes vote positive_feedback_count "
    "thumbs_up useful_count helpful_vote found_helpful",
    "has_image": "有图片 晒图 是否有图 有图 是否晒图 带图评价 是否带图 晒单 has_image has_photo has_images "
    "with_image has_pictures has_picture with_photo",
    "review_image": "评价图片 晒图链接 评论图片 晒图地址 买家秀 picture_urls review_images review_image "
    "review_photos photo_urls customer_images",
    "review_id": "评价编号 评论编号 评论id 评价id 评价单号 review_id comment_id rating_id reviewid rate_id",
    # when
    "review_time": "评价时间 评论时间 评价日期 评论日期 初评时间 发表时间 首评时间 点评时间 review_date review_time "
    "reviewed_at unix_review_time review_timestamp date_of_review comment_time comment_date "
    "review_creation_date review_created_at rate_date submission_date",
    "order_time": "下单时间 订单创建时间 订单提交时间 下单日期 订单日期 订单时间 成交时间 拍下时间 交易时间 交易日期 "
    "销售日期 销售时间 order_date order_time invoice_date transaction_timestamp transaction_date sale_date "
    "order_purchase_timestamp order_created_at date_of_purchase sales_date order_datetime transaction_time",
    "paid_time": "付款时间 支付时间 订单付款时间 付款日期 支付日期 支付完成时间 购买时间 购买日期 paid_at payment_date payment_time "
    "purchase_date purchase_time purchased_at",
    "search_time": "搜索时间 查询时间 检索时间 query_time search_time searched_at search_date querytime",
    "event_time": "行为时间 操作时间 访问时间 浏览时间 事件时间 点击时间 event_time event_timestamp event_date "
    "action_time occurred_at visit_time server_time behavior_time",
    "message_time": "发送时间 消息时间 聊天时间 会话时间 对话时间 sent_at message_time message_timestamp "
    "send_time chat_time",
    "post_time": "发布时间 发帖时间 发布日期 发文时间 posted_at published_at publish_time post_date "
    "tweet_created publish_date date_published created_utc pub_date",
    "time": "时间 日期 时间戳 统计日期 统计时间 记录时间 创建时间 创建日期 更新时间 date time timestamp time_stamp datetime "
    "created_at created ts day creation_date create_time date_created dt gmt_create updated_at "
    "datetime_utc created_time submitted_at at",
    # who
    "customer_id": "用户id 买家id 客户id 会员id 顾客id 会员编号 客户编号 用户编号 顾客编号 买家会员名 会员名 买家账号 "
    "买家旺旺 旺旺 旺旺id 买家旺旺号 使用者id 访客id 客户号 会员号 会员卡号 用户标识 买家nick 会员代码 "
    "uid openid unionid user_id customer_id userid customerid cust_id buyer_id member_id visitor_id "
    "household_id household_key client_id reviewer_id shopper_id user_pseudo_id anonymous_id account_id "
    "author_id person_id customer_no customer_number customer_key customer_unique_id profile_id "
    "visitorid consumer_id customer_code",
    "customer": "用户 客户 买家 顾客 会员 user customer buyer member shopper",
    # which product
    "product_id": "商品id 商品编号 商品编码 宝贝id 产品id 产品编号 产品编码 货号 款号 spu spuid spu编码 商品spu 物品id "
    "主商品id 商品代码 产品代码 商品spuid 商品款号 平台商品id 商品数字id item_id product_id productid itemid asin parent_asin "
    "clothing_id article_id stock_code stockcode product_code prod_id goods_id goodsid spu_id product_handle "
    "article_number item_number product_no item_no goods_sn product_key item_code product_number "
    "style_id product_ref material_number",
    "sku": "sku 商品sku sku编码 skuid 商品skuid 商家编码 商品sku编码 商家sku编码 规格id sku编号 sku_id sku_code "
    "variant_sku item_sku lineitem_sku seller_sku product_sku variant_id upc ean gtin barcode",
    "product_title": "商品 商品名称 产品名称 宝贝标题 商品标题 宝贝名称 商品名 产品 产品名 货品名称 品名 选购商品 产品标题 "
    "货物名称 宝贝 商品全称 购买商品 商品清单 物品名称 product product_name product_title item_name item_title "
    "productname goods_name goods_title article product_display_name prod_name lineitem_name item "
    "article_name item_description goods product_desc",
    "variant": "规格 商品规格 购买规格 型号 款式 sku属性 商品属性 颜色分类 套餐 sku名称 商品型号 手机参数 规格型号 尺码 "
    "规格名称 购买款式 颜色尺码 产品规格 销售属性 套餐信息 已购规格 规格属性 variant variation option variant_title product_variant item_variant "
    "sku_name size_color variant_name options variation_name",
    "brand": "品牌 品牌名 商品品牌 品牌名称 厂牌 brand brand_name vendor manufacturer item_brand brandname",
    "department": "部门 一级类目 一级分类 一级类目名称 大类 大类名称 department department_name main_category "
    "top_category item_department product_department category_level1 level1_category",
    "category": "三级类目 叶子类目 类目 分类 品类 商品类目 商品分类 类别 商品类别 二级类目 二级分类 产品类别 产品分类 种类 所属类目 类目名称 "
    "商品品类 三级分类 小类 中类 分类名称 category cat categories product_category product_type item_category "
    "class class_name sub_category subcategory category_name product_category_name categoryname "
    "commodity_desc product_group category_code google_product_category",
    "description": "商品描述 描述 商品详情 产品描述 商品简介 简介 卖点 商品介绍 产品介绍 宝贝描述 商品卖点 产品详情 "
    "description product_description body_html desc short_description long_description about_product "
    "item_desc product_details features",
    "attributes": "属性 产品属性 商品参数 产品参数 规格参数 attributes specifications specs ",
    "tags": "标签 商品标签 tags product_tags tag",
    "keywords": "关键词 关键字 keyword keywords",
    "product_url": "商品链接 宝贝链接 商品url 产品链接 商品地址 商品连结 链接 网址 url product_url link product_link permalink "
    "item_url page_url href 详情页链接 宝贝url",
    "image_url": "图片链接 商品图片 主图 图片 图片地址 主图链接 图片url 商品图 封面图 主图url 图片网址 image image_url image_link img "
    "img_url picture thumbnail image_src images main_image photo photo_url imageurl image_urls pic_url "
    "product_image picture_url img_link",
    "image_position": "图片序号 图片顺序 image_position image_order picture_order",
    "image_alt": "图片说明 图片描述 替代文本 image_alt_text alt alt_text image_alt image_caption",
    # money and stock
    "price": "单价 价格 售价 销售价 现价 商品单价 商品价格 成交价 一口价 到手价 促销价 活动价 折后价 销售单价 产品价格 "
    "宝贝价格 优惠价 券后价 price unit_price unitprice item_price sale_price selling_price current_price "
    "lineitem_price product_price price_each discounted_price shop_price actual_price final_price avg_price price_usd",
    "list_price": "原价 市场价 吊牌价 划线价 标价 建议零售价 零售价 日常价 list_price original_price msrp "
    "compare_at_price regular_price rrp retail_price was_price base_price marked_price market_price variant_compare_at_price",
    "stock": "库存 库存数量 商品库存 可售库存 现货库存 库存量 在库数 库存数 剩余库存 总库存 stock inventory inventory_quantity "
    "stock_quantity qty_available available_quantity inventory_qty in_stock_qty quantity_available "
    "stock_on_hand on_hand variant_inventory_qty stock_level stock_qty",
    "availability": "上架状态 商品状态 是否上架 上下架状态 库存状态 availability in_stock stock_status "
    "product_status available",
    "amount": "金额 实付金额 支付金额 订单金额 总金额 实付款 销售额 成交金额 买家实际支付金额 订单应付金额 应付金额 实际支付 "
    "实收金额 销售金额 付款金额 总价 小计 订单总价 买家实付金额 实际支付金额 交易金额 成交额 实付 买家实付 amount total "
    "sales sales_value revenue total_price line_total payment total_amount paid_amount subtotal grand_total "
    "order_total order_amount payment_value item_total sales_amount total_sales net_sales gross_sales "
    "total_spent purchase_amount total_paid transaction_amount",
    "discount": "优惠金额 优惠 折扣 折扣金额 优惠券金额 让利 优惠总额 discount discount_amount coupon_disc "
    "coupon_discount lineitem_discount retail_disc coupon_amount promotion_amount",
    "currency": "币种 货币 币别 currency currency_code price_currency iso_currency_code",
    # orders
    "order_id": "订单编号 订单号 主订单编号 主订单号 订单id 交易编号 交易号 交易订单号 流水号 单号 小票号 销售单号 "
    "订单号码 订单流水号 order_id orderid order_no order_number order invoice invoice_no invoiceno invoice_number "
    "transaction_id basket_id basketid receipt_id receipt_no order_name order_code bill_no invoice_id "
    "purchase_id order_key sales_order_id",
    "line_id": "子订单编号 子订单号 子订单id order_item_id line_id orderline_id suborder_id sub_order_id "
    "lineitem_id line_item_id order_line_id",
    "quantity": "数量 商品数量 购买数量 件数 宝贝总数量 宝贝数量 销售数量 销量 成交件数 购买件数 销售件数 支付件数 "
    "下单件数 销售量 商品件数 订购数量 下单数量 quantity qty units num units_sold lineitem_quantity item_quantity "
    "order_quantity quantity_ordered ordered_quantity num_items items_count unit_sales qty_ordered "
    "quantity_sold product_qty",
    "status": "订单状态 状态 交易状态 status order_status financial_status fulfillment_status payment_status",
    "after_sales": "售后状态 退款状态 售后 退款原因 退货原因 退款退货状态 售后类型 refund_status return_status "
    "return_reason refund_reason after_sales_status after_sales returned",
    "province": "省份 省 收货省份 收件省份 所在省份 收货人省份 province state shipping_province state_province customer_state "
    "ship_state region_state shipping_state",
    "city": "城市 市 收货城市 所在城市 收件城市 收货人城市 city shipping_city customer_city ship_city",
    "region": "地区 省市 所在地 地域 区域 收货地区 地域来源 region location geo market sales_region territory",
    "country": "国家 国家地区 国别 country shipping_country country_code ship_country customer_country nation",
    # searches and events
    "query_text": "搜索词 搜索关键词 查询词 检索词 搜索内容 热搜词 搜索字词 搜索文本 搜索关键字 用户搜索词 引流关键词 query "
    "search_query search_term query_text search_terms search_keyword q search_phrase search_string "
    "search_text keyword_query search keyword_searched",
    "query_results": "结果数 搜索结果数 结果数量 返回结果数 results result_count num_results hits total_results "
    "n_results results_count number_of_results result_num",
    "query_id": "搜索id 查询id 请求id query_id search_id ranking_id request_id qid impression_id",
    "session_id": "访问id 会话标识 session_id sessionid visit_id ga_session_id user_session session_key "
    "visit_number",
    "event_type": "行为类型 行为 事件类型 事件 用户行为 操作类型 动作 事件名称 事件名 event_type event event_name "
    "behavior behavior_type action action_type interaction interaction_type feedback_type behaviour "
    "activity activity_type user_action",
    "position": "位置 排名 展示位置 序位 坑位 position rank pos slot item_position list_position",
    "dwell": "停留时长 停留时间 浏览时长 访问时长 页面停留时长 dwell dwell_time dwell_seconds duration time_on_page "
    "time_spent stay_time duration_seconds",
    "value": "事件值 行为值 event_value value",
    # chats
    "conversation_id": "会话id 会话编号 对话id 聊天id 咨询id 对话编号 会话号 工单号 工单编号 conversation_id chat_id dialog_id "
    "dialogue_id ticket_id thread_id conversation chat dialog dialogue ticket session",
    "speaker": "发送人 发送方 角色 发言人 说话人 消息来源 发送者 发送者类型 消息方向 发送人类型 发送者角色 消息类型 发言方 "
    "发言者 speaker role sender sender_type author_role direction participant speaker_role from author_type "
    "sender_role",
    "message": "消息 消息内容 聊天内容 对话内容 聊天记录 发言 发言内容 会话内容 咨询内容 聊天文本 消息文本 对话文本 message "
    "utterance msg chat_text message_text message_content turn_text message_body chat_message turn",
    "message_id": "消息id 消息编号 message_id msg_id turn_id",
    # posts
    "post_text": "帖子内容 微博内容 微博正文 笔记内容 推文 博文 博文内容 帖子正文 新闻内容 文章内容 笔记正文 微博文本 "
    "动态内容 tweet tweet_text post post_text post_content status_text article_text selftext caption "
    "post_body tweet_content full_text article_body",
    "post_title": "帖子标题 笔记标题 文章标题 新闻标题 post_title news_title article_title",
    "post_id": "帖子id 微博id 笔记id 文章id 推文id tweet_id post_id note_id article_no weibo_id status_id",
    "likes": "点赞数 点赞量 点赞 赞 赞数 获赞数 likes like_count favorite_count favourites_count upvotes "
    "likes_count num_likes reactions attitudes_count digg_count",
    "post_url": "帖子链接 微博链接 笔记链接 原文链接 文章链接 post_url tweet_url article_url note_url",
    # anywhere
    "channel": "平台 渠道 来源平台 来源 来源渠道 销售渠道 数据来源 platform channel source marketplace "
    "sales_channel site media",
    "provenance": "provenance",
    "visits": "访客数 浏览量 商品访客数 商品浏览量 曝光量 曝光次数 点击量 点击次数 展现量 visitors page_views pageviews "
    "impressions clicks views sessions click_through_rate ctr",
    # words whose sense depends on the table
    "title": "标题 主题 题目 title subject",
    "name": "名称 name",
    "text": "内容 正文 文本 文字 详细内容 原文 文本内容 content text body sentence document paragraph content_text",
    "id": "id 编号 record_id uuid 主键 guid",
    "type": "类型 type",
}  # fmt: skip
"""Meaning → folded headers, best first: of two columns of one meaning, the first counts."""

PERSONAL = (
    "昵称 用户昵称 买家昵称 客户昵称 会员昵称 用户名 用户名称 姓名 真实姓名 客户姓名 客户名称 会员姓名 收件人 收货人 收货人姓名 收件人姓名 联系人 "
    "联系电话 联系手机 手机 手机号 手机号码 电话 电话号码 收件人手机号 收件人电话 收货人手机 联系方式 联系方式备注 固定电话 地址 收货地址 "
    "详细地址 收件地址 收件人地址 收货人地址 修改后的收货地址 街道 邮箱 电子邮箱 邮件 电子邮件 email地址 身份证 身份证号 身份证号码 "
    "证件号 支付宝账号 买家支付宝账号 支付宝 微信 微信号 qq qq号 ip ip地址 头像 头像链接 用户头像 发票抬头 银行卡 银行卡号 生日 "
    "出生日期 邮编 邮政编码 作者 评论人 评论者 评价人 评价者 发帖人 博主 博主昵称 达人昵称 主播昵称 客服昵称 买家留言 买家备注 "
    "会员名称 留言 订单备注 商家备注 卖家备注 备注 用户主页 username user_name nickname nick nick_name first_name last_name full_name "
    "customer_name buyer_name reviewer reviewer_name author author_name author_email e_mail email mail "
    "email_address reviewer_email customer_email user_email contact_email phone mobile telephone phone_number mobile_number contact_number cell_phone "
    "address street address1 address2 address_1 address_2 shipping_address billing_address shipping_name "
    "billing_name zip zipcode zip_code postal_code postcode post_code ip ip_address avatar avatar_url profile_url profile_image "
    "birthday birth_date birthdate date_of_birth dob id_card passport wechat wechat_id screen_name user_screen_name "
    "display_name recipient receiver recipient_name receiver_name contact contact_name latitude longitude "
    "lat lng lon ssn credit_card notes note note_attributes remark customer_note buyer_message lastname firstname "
    "member_name user_nickname user_ip buyer_email ship_address customer_phone shipping_phone "
    "billing_phone shipping_street billing_street shipping_zip billing_zip shipping_company billing_company "
    "billing_address1 billing_address2 shipping_address1 shipping_address2 billing_city billing_province "
    "billing_country reviewer_location user_location billing_address_1"
)
"""Headers of personal data, which needlens never takes unless a column is named on purpose."""

PERSONAL_PARTS = (
    "手机号|手机$|电话|地址|姓名|邮箱|身份证|昵称|微信号|支付宝账|银行卡|头像|收件人|收货人|证件号|email|phone(?!s$|case)|"
    "ipaddress|avatar|firstname|lastname|fullname|passport|birthdate|dateofbirth|nickname|username|"
    "screenname|streetaddress|postalcode|zipcode"
)
"""What else gives personal data away inside an unknown header (a pattern on the folded text)."""

IGNORED: dict[str, str] = {
    "a label given by others is not used": "标签值 情感 情感标签 情感极性 情感倾向 label labels sentiment polarity "
    "target sentiment_label airline_sentiment emotion 极性 倾向 sentiments",
    "a running number says nothing": "序号 行号 序列 index idx row row_id row_number no rowid unnamed0 level0 column1 "
    "unnamed recordnumber num_row 编码序号",
    "customer traits are not kept": "年龄 性别 职业 会员级别 会员等级 用户等级 收入 学历 age gender sex income occupation "
    "education age_range customer_segment membership_level user_level 会员星级 plus会员",
}
"""Why a known column is not taken → its folded headers."""


def bare(text: str) -> str:
    """Return a folded header without blanks, hyphens and other signs.

    >>> bare("review_text"), bare("body (html)"), bare("评价 内容")
    ('reviewtext', 'bodyhtml', '评价内容')
    """
    return re.sub(r"[\W_]+", "", text)


KNOWN: dict[str, str] = {
    bare(word): meaning for meaning, said in reversed(MEANINGS.items()) for word in said.split()
}
"""Folded header → meaning; of two meanings with one word, the first declared counts."""

PRIVATE = frozenset(bare(word) for word in PERSONAL.split())
UNUSED = {bare(word): why for why, said in IGNORED.items() for word in said.split()}

RANK: dict[str, int] = {}
"""Folded header → its place among the words of its meaning."""
for _said in MEANINGS.values():
    RANK |= {bare(word): place for place, word in enumerate(_said.split())}
