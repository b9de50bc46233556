-- Questions and reasons for use, found in every text by rules, and needs that are implied.
CREATE TABLE remarks (
    signal_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, origin VARCHAR NOT NULL, category VARCHAR NOT NULL,
    statement VARCHAR NOT NULL, facets VARCHAR[] NOT NULL, confidence DOUBLE NOT NULL,
    start BIGINT NOT NULL, "end" BIGINT NOT NULL, version VARCHAR NOT NULL
);

-- Statements as vectors of 16-bit floats; `model` says whose.
CREATE TABLE vectors (model VARCHAR NOT NULL, statement VARCHAR NOT NULL, vector BLOB NOT NULL);
-- Which need each statement belongs to ('' none). A statement keeps its need unless the
-- need is split or merged; a loose one is there for want of a better and may leave.
CREATE TABLE members (
    category VARCHAR NOT NULL, statement VARCHAR NOT NULL,
    need_id VARCHAR NOT NULL, loose BOOLEAN NOT NULL, founds BOOLEAN NOT NULL, voices DOUBLE NOT NULL
);
-- The middle of each need that was found among statements, by language: sums of the
-- vectors (32-bit floats) of its statements and their weight. `checked`: how many
-- statements it had when it was last looked at whether it is still one need.
CREATE TABLE centres (
    need_id VARCHAR NOT NULL, category VARCHAR NOT NULL, part VARCHAR NOT NULL,
    model VARCHAR NOT NULL, zh BLOB NOT NULL, zh_weight DOUBLE NOT NULL,
    en BLOB NOT NULL, en_weight DOUBLE NOT NULL, statements BIGINT NOT NULL, checked BIGINT NOT NULL
);
-- What became of a need or a topic, by the model or by a person.
CREATE TABLE history (
    what VARCHAR NOT NULL, id VARCHAR NOT NULL, event VARCHAR NOT NULL, other_id VARCHAR,
    detail VARCHAR, "by" VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL, run BIGINT NOT NULL
);
-- What a person decided about a need; it survives every run.
CREATE TABLE decisions (
    need_id VARCHAR NOT NULL, decision VARCHAR NOT NULL, value VARCHAR, "at" TIMESTAMPTZ NOT NULL
);

-- Which thing said or done belongs to which need, shown or not, as of the last run.
CREATE TABLE belongs (
    need_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, origin VARCHAR NOT NULL,
    category VARCHAR NOT NULL, statement VARCHAR NOT NULL, quote VARCHAR NOT NULL, start BIGINT,
    "end" BIGINT, valence DOUBLE, confidence DOUBLE, product_id VARCHAR, "at" TIMESTAMPTZ
);

ALTER TABLE needs ADD COLUMN part VARCHAR;
ALTER TABLE needs ADD COLUMN facets VARCHAR[];
ALTER TABLE needs ADD COLUMN origins STRUCT(opinion DOUBLE, suggestion DOUBLE, question DOUBLE, reason DOUBLE, implied DOUBLE, query DOUBLE, behaviour DOUBLE);
ALTER TABLE needs ADD COLUMN kano VARCHAR;
ALTER TABLE needs ADD COLUMN supply STRUCT(product_id VARCHAR, voices DOUBLE, valence DOUBLE)[];
ALTER TABLE needs ADD COLUMN money DOUBLE;
ALTER TABLE needs ADD COLUMN money_low DOUBLE;
ALTER TABLE needs ADD COLUMN money_high DOUBLE;
ALTER TABLE needs ADD COLUMN currency VARCHAR;
ALTER TABLE needs ADD COLUMN suspicious DOUBLE;
ALTER TABLE needs ADD COLUMN worded_by VARCHAR;
ALTER TABLE needs ADD COLUMN status VARCHAR;

-- What people say of needs: is a piece of evidence right, does a text hold a need that was
-- not read in it (`read` false).
CREATE TABLE verdicts (
    need_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL,
    "right" BOOLEAN NOT NULL, read BOOLEAN NOT NULL, annotator VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL
);
-- Texts that were drawn at random and looked at in full.
CREATE TABLE drawn (kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, annotator VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL);
