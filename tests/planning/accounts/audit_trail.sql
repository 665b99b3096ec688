-- Who did what: the entries stay, and nobody may change them for lack of a thought.
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE documents (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
  locked_by_id bigint REFERENCES users ON DELETE RESTRICT);
CREATE TABLE audit_events (id bigint PRIMARY KEY, actor_id bigint REFERENCES users ON DELETE RESTRICT,
  document_id bigint REFERENCES documents ON DELETE SET NULL, what text NOT NULL);
CREATE TABLE login_audits (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT);
CREATE TABLE exports (id bigint PRIMARY KEY, requested_by_id bigint REFERENCES users);
CREATE INDEX ON documents (owner_id);
CREATE INDEX ON audit_events (actor_id);
