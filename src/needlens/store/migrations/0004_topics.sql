-- Topics of texts, as each method found them last. What is said of whom and when is counted
-- from topic_texts when it is asked for.
CREATE TABLE topics (
    id VARCHAR NOT NULL, method VARCHAR NOT NULL, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    words_zh VARCHAR[] NOT NULL, words_en VARCHAR[] NOT NULL, texts BIGINT NOT NULL,
    typical STRUCT(kind VARCHAR, signal_id VARCHAR, start BIGINT, "end" BIGINT, quote VARCHAR)[] NOT NULL
);
-- The topic of each text; null: the text is near none of them.
CREATE TABLE topic_texts (
    kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, method VARCHAR NOT NULL,
    topic_id VARCHAR, probability DOUBLE NOT NULL
);
-- What made the topics: the model's version and how many topics were asked for (0: as many as fit).
CREATE TABLE topic_models (method VARCHAR NOT NULL, version VARCHAR NOT NULL, n BIGINT NOT NULL);
