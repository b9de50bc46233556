-- What somebody says a sentence means: one row per sentence, annotator and source.
-- `text` is the sentence as labelled; offsets of the opinions count its characters.
CREATE TABLE labels (
    id VARCHAR NOT NULL, kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL,
    start BIGINT NOT NULL, "end" BIGINT NOT NULL, text VARCHAR NOT NULL,
    opinions STRUCT(
        aspect VARCHAR, aspect_start BIGINT, aspect_end BIGINT, category VARCHAR,
        opinion VARCHAR, opinion_start BIGINT, opinion_end BIGINT, valence DOUBLE, arousal DOUBLE
    )[] NOT NULL,
    annotator VARCHAR NOT NULL, source VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL
);
