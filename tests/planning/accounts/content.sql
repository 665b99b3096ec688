-- A site where people write: posts belong to their author, comments to their post, edits remember who made them.
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT, title text);
CREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
  author_id bigint REFERENCES users ON DELETE RESTRICT, body text);
CREATE TABLE post_revisions (id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
  editor_id bigint REFERENCES users ON DELETE RESTRICT);
CREATE TABLE likes (user_id bigint NOT NULL REFERENCES users, post_id bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
  PRIMARY KEY (user_id, post_id));
CREATE TABLE user_settings (id bigint PRIMARY KEY, user_id bigint REFERENCES users, theme text);
CREATE INDEX ON posts (author_id);
CREATE INDEX ON comments (author_id);
CREATE INDEX ON comments (post_id);
CREATE INDEX ON post_revisions (post_id);
CREATE INDEX ON likes (post_id);
