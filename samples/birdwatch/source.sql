-- People who watch birds and tell each other. The application keeps its references; the database knows one key.

CREATE TABLE users (
    id bigserial PRIMARY KEY,
    email text NOT NULL UNIQUE,
    full_name text,
    uuid uuid NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sessions (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    ip inet,
    user_agent text
);
CREATE INDEX ON sessions (user_id);

CREATE TABLE species (
    id serial PRIMARY KEY,
    parent_id integer,
    latin_name text NOT NULL
);

CREATE TABLE places (
    id bigserial PRIMARY KEY,
    owner_user_id bigint,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL
);

CREATE TABLE sightings (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL,
    place_id bigint,
    species_id integer NOT NULL,
    weather_station_xid text,
    seen_at timestamptz NOT NULL,
    note text
);
CREATE INDEX ON sightings (user_id);

CREATE TABLE photos (
    id bigserial PRIMARY KEY,
    sighting_id bigint NOT NULL,
    uploaded_by bigint,
    location text
);

CREATE TABLE comments (
    id bigserial PRIMARY KEY,
    subject_type text NOT NULL,
    subject_id bigint NOT NULL,
    author_id bigint NOT NULL,
    body text NOT NULL
);

CREATE TABLE messages (
    id bigserial PRIMARY KEY,
    sender_id bigint NOT NULL,
    recipient_id bigint NOT NULL,
    body text NOT NULL
);

CREATE TABLE walks (
    id bigserial PRIMARY KEY,
    leader_user_uuid uuid,
    participant_ids bigint[] NOT NULL DEFAULT '{}',
    starts_at timestamptz NOT NULL
);

CREATE TABLE events (
    id bigserial PRIMARY KEY,
    payload jsonb NOT NULL
);
CREATE INDEX events_by_user ON events ((payload ->> 'user_id'));

CREATE MATERIALIZED VIEW leaders AS
SELECT u.id, u.full_name, count(*) AS sightings
FROM users u JOIN sightings s ON s.user_id = u.id
GROUP BY u.id;
