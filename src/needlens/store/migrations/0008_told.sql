-- What opinions and suggestions say in few words, and for whom, where, for what; null where
-- they were found by an earlier version.
ALTER TABLE opinions ADD COLUMN statement VARCHAR;
ALTER TABLE opinions ADD COLUMN facets VARCHAR[];
ALTER TABLE suggestions ADD COLUMN statement VARCHAR;
ALTER TABLE suggestions ADD COLUMN facets VARCHAR[];
