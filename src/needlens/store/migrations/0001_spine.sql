-- One table per kind of record; columns as declared in needlens.records (a test compares).
CREATE TABLE reviews (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    external_id VARCHAR, "at" TIMESTAMPTZ, customer_id VARCHAR, product_id VARCHAR, channel VARCHAR,
    title VARCHAR, text VARCHAR, follow_up VARCHAR, merchant_reply VARCHAR, rating DOUBLE,
    variant VARCHAR, category VARCHAR, helpful_votes BIGINT, has_image BOOLEAN,
    language VARCHAR, noise VARCHAR
);
CREATE TABLE products (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    product_id VARCHAR NOT NULL, title VARCHAR, description VARCHAR, brand VARCHAR,
    department VARCHAR, category VARCHAR, tags VARCHAR, attributes VARCHAR, url VARCHAR
);
CREATE TABLE offers (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    product_id VARCHAR NOT NULL, variant VARCHAR, "at" TIMESTAMPTZ, price DOUBLE,
    list_price DOUBLE, currency VARCHAR, stock BIGINT, availability VARCHAR
);
CREATE TABLE images (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    product_id VARCHAR, review_external_id VARCHAR, url VARCHAR NOT NULL, position BIGINT, alt VARCHAR
);
CREATE TABLE queries (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    external_id VARCHAR, "at" TIMESTAMPTZ, customer_id VARCHAR, product_id VARCHAR, channel VARCHAR,
    text VARCHAR NOT NULL, session_id VARCHAR, results BIGINT, language VARCHAR
);
CREATE TABLE events (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    external_id VARCHAR, "at" TIMESTAMPTZ, customer_id VARCHAR, product_id VARCHAR, channel VARCHAR,
    type VARCHAR NOT NULL, session_id VARCHAR, query_id VARCHAR, position BIGINT,
    quantity DOUBLE, value DOUBLE, dwell_seconds DOUBLE
);
CREATE TABLE orders (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    external_id VARCHAR, "at" TIMESTAMPTZ, customer_id VARCHAR, product_id VARCHAR, channel VARCHAR,
    order_id VARCHAR, title VARCHAR, variant VARCHAR, quantity DOUBLE, unit_price DOUBLE,
    amount DOUBLE, discount DOUBLE, currency VARCHAR, status VARCHAR, after_sales VARCHAR, region VARCHAR
);
CREATE TABLE chats (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    external_id VARCHAR, "at" TIMESTAMPTZ, customer_id VARCHAR, product_id VARCHAR, channel VARCHAR,
    conversation_id VARCHAR, speaker VARCHAR NOT NULL, text VARCHAR NOT NULL, language VARCHAR
);
CREATE TABLE posts (
    id VARCHAR NOT NULL, provenance VARCHAR NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    external_id VARCHAR, "at" TIMESTAMPTZ, customer_id VARCHAR, product_id VARCHAR, channel VARCHAR,
    title VARCHAR, text VARCHAR NOT NULL, url VARCHAR, likes BIGINT, language VARCHAR
);

-- A run is one ingest of one path. Its counters move in the same transaction as the rows,
-- so `batches` is the checkpoint from which an interrupted run goes on.
CREATE SEQUENCE run_number;
CREATE TABLE runs (
    id BIGINT NOT NULL DEFAULT nextval('run_number'), name VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL, finished_at TIMESTAMPTZ, batches BIGINT NOT NULL,
    accounts VARCHAR NOT NULL, note VARCHAR
);

-- Rows set aside. `raw` is sealed (AES-GCM) with a key that is not in this file; `shown` is masked.
CREATE TABLE quarantine (
    id VARCHAR NOT NULL, run_id BIGINT NOT NULL, source VARCHAR NOT NULL, line BIGINT NOT NULL,
    "column" VARCHAR, reason VARCHAR NOT NULL, shown VARCHAR NOT NULL, raw BLOB NOT NULL,
    settings VARCHAR NOT NULL
);

-- What mining found, and which signals it has read with which version.
CREATE TABLE mined (kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, version VARCHAR NOT NULL);
CREATE TABLE opinions (
    signal_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, aspect VARCHAR, aspect_start BIGINT, aspect_end BIGINT,
    category VARCHAR NOT NULL, opinion VARCHAR, opinion_start BIGINT, opinion_end BIGINT,
    valence DOUBLE NOT NULL, arousal DOUBLE NOT NULL, polarity VARCHAR NOT NULL, confidence DOUBLE NOT NULL,
    start BIGINT NOT NULL, "end" BIGINT NOT NULL, tier VARCHAR NOT NULL, version VARCHAR NOT NULL
);
CREATE TABLE suggestions (
    signal_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, ask VARCHAR NOT NULL, ask_start BIGINT, ask_end BIGINT,
    category VARCHAR NOT NULL, confidence DOUBLE NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL,
    tier VARCHAR NOT NULL, version VARCHAR NOT NULL
);
-- The share of one voice that a text has: 1 / number of near-duplicates of it.
CREATE TABLE voices (kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, group_id VARCHAR NOT NULL, weight DOUBLE NOT NULL);

-- Needs and the evidence kept for display; columns as declared in needlens.needs (a test compares).
CREATE TABLE needs (
    id VARCHAR NOT NULL, category VARCHAR NOT NULL, ask VARCHAR NOT NULL,
    statement_zh VARCHAR NOT NULL, statement_en VARCHAR NOT NULL, state VARCHAR NOT NULL,
    demand DOUBLE, demand_low DOUBLE, demand_high DOUBLE, evidence_count BIGINT,
    satisfaction DOUBLE, satisfaction_low DOUBLE, satisfaction_high DOUBLE, satisfaction_n BIGINT,
    importance DOUBLE, opportunity DOUBLE,
    trend DOUBLE, trend_low DOUBLE, trend_high DOUBLE, trend_n BIGINT,
    products STRUCT(product_id VARCHAR, voices DOUBLE)[]
);
CREATE TABLE evidence (
    need_id VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, quote VARCHAR NOT NULL,
    start BIGINT, "end" BIGINT, weight DOUBLE, probability DOUBLE, valence DOUBLE,
    "at" TIMESTAMPTZ, customer_id VARCHAR, product_id VARCHAR, language VARCHAR,
    provenance VARCHAR, source VARCHAR, line BIGINT, aspect VARCHAR, opinion VARCHAR, rank BIGINT
);
