CREATE TABLE topics (
    id serial PRIMARY KEY,
    forum_id integer NOT NULL,
    parent_id integer REFERENCES topics (id) ON DELETE CASCADE
);
ALTER TABLE topics ADD FOREIGN KEY (forum_id) REFERENCES forums (id) ON UPDATE CASCADE ON DELETE CASCADE;
