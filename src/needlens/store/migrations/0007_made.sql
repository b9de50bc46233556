-- Frames that take long to make and are made of few tables: kept until one of these changes.
CREATE TABLE made (
    name VARCHAR PRIMARY KEY,
    made_of VARCHAR NOT NULL,  -- the state of the tables and of all else it was made of
    content BLOB NOT NULL      -- Arrow IPC
);
