-- Teams and projects: a membership is nothing without its user, a project stays when its owner leaves.
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE teams (id bigint PRIMARY KEY, lead_id bigint REFERENCES users ON DELETE RESTRICT);
CREATE TABLE memberships (id bigint PRIMARY KEY, team_id bigint NOT NULL REFERENCES teams ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT, invited_by_id bigint REFERENCES users ON DELETE RESTRICT,
  UNIQUE (team_id, user_id));
CREATE TABLE membership_roles (membership_id bigint NOT NULL REFERENCES memberships ON DELETE RESTRICT,
  role text NOT NULL, PRIMARY KEY (membership_id, role));
CREATE TABLE projects (id bigint PRIMARY KEY, team_id bigint NOT NULL REFERENCES teams ON DELETE CASCADE,
  owner_id bigint REFERENCES users ON DELETE RESTRICT);
CREATE TABLE tasks (id bigint PRIMARY KEY, project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  assignee_id bigint REFERENCES users);
CREATE INDEX ON memberships (user_id);
CREATE INDEX ON teams (lead_id);
CREATE INDEX ON projects (owner_id);
CREATE INDEX ON tasks (assignee_id);
