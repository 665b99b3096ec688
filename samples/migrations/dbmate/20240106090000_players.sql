-- migrate:up
CREATE TABLE players (
    id integer PRIMARY KEY,
    team_id integer,
    note text DEFAULT '-- migrate:down'
);
ALTER TABLE players ADD CONSTRAINT players_team_fk FOREIGN KEY (team_id) REFERENCES teams ON DELETE SET NULL

-- migrate:down
ALTER TABLE players DROP CONSTRAINT players_team_fk;
DROP TABLE players;
