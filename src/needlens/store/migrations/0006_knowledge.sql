-- Reasons for searching and buying that a language model gave: generated, never evidence. No
-- need and no number is made of them.
CREATE TABLE knowledge (
    head VARCHAR NOT NULL, head_kind VARCHAR NOT NULL, relation VARCHAR NOT NULL,
    object_zh VARCHAR NOT NULL, object_en VARCHAR NOT NULL, probability DOUBLE NOT NULL, pairs BIGINT NOT NULL,
    generated BOOLEAN NOT NULL CHECK (generated), generated_by VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL
);
