-- Reports about people: a report on a user goes with the user, one by a user stays for the others.
CREATE TABLE users (id bigint PRIMARY KEY, banned_by_id bigint REFERENCES users ON DELETE RESTRICT);
CREATE TABLE reports (id bigint PRIMARY KEY, reporter_id bigint REFERENCES users ON DELETE RESTRICT,
  reported_user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT, reason text NOT NULL);
CREATE TABLE report_notes (id bigint PRIMARY KEY, report_id bigint NOT NULL REFERENCES reports ON DELETE RESTRICT,
  moderator_id bigint REFERENCES users ON DELETE RESTRICT);
CREATE TABLE user_blocks (blocker_id bigint NOT NULL REFERENCES users, blocked_id bigint NOT NULL REFERENCES users,
  PRIMARY KEY (blocker_id, blocked_id));
CREATE TABLE bans (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT,
  moderator_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT);
CREATE INDEX ON reports (reporter_id);
CREATE INDEX ON reports (reported_user_id);
CREATE INDEX ON report_notes (report_id);
