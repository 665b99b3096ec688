-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY players_team_id ON players (team_id);

-- migrate:down transaction:false
DROP INDEX players_team_id;
