-- Signs that a review may be fake, and the factor (0.1-1) by which its voice weighs less.
-- The rows stay with their reviews: nothing is deleted.
CREATE TABLE suspicions (
    kind VARCHAR NOT NULL, signal_id VARCHAR NOT NULL, signs VARCHAR[] NOT NULL, factor DOUBLE NOT NULL
);
