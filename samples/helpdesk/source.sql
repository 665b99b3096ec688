-- A help desk: customers write tickets, agents answer them, somebody sends the bill.

CREATE TYPE ticket_status AS ENUM ('open', 'waiting', 'solved', 'closed');

CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    plan text DEFAULT 'free' NOT NULL
);

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    is_agent boolean DEFAULT false NOT NULL
);
CREATE INDEX users_account_id_idx ON users (account_id);

CREATE TABLE teams (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name text NOT NULL,
    lead_id bigint REFERENCES users ON DELETE SET NULL,
    UNIQUE (account_id, name)
);

-- The primary key serves team_id, nothing serves user_id.
CREATE TABLE team_members (
    team_id bigint NOT NULL REFERENCES teams ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (team_id, user_id)
);

CREATE TABLE tickets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    requester_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    assignee_id bigint REFERENCES users ON DELETE SET NULL,
    team_id bigint REFERENCES teams ON DELETE SET NULL,
    merged_into_id bigint REFERENCES tickets ON DELETE SET NULL,
    status ticket_status DEFAULT 'open' NOT NULL,
    subject text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE INDEX tickets_account_id_status_idx ON tickets (account_id, status);
CREATE INDEX tickets_requester_id_idx ON tickets (requester_id);
CREATE INDEX tickets_assignee_id_idx ON tickets (assignee_id) WHERE assignee_id IS NOT NULL;
-- The mistake of many schemas: open tickets only, so a delete of a team still reads the whole table.
CREATE INDEX tickets_open_by_team_idx ON tickets (team_id) WHERE status = 'open';

-- Somebody wanted comments to outlive their author and forgot that the column is NOT NULL.
CREATE TABLE comments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES tickets ON DELETE CASCADE,
    author_id bigint NOT NULL REFERENCES users ON DELETE SET NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE INDEX comments_ticket_id_created_at_idx ON comments (ticket_id, created_at);

CREATE TABLE attachments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    comment_id bigint NOT NULL REFERENCES comments ON DELETE CASCADE,
    file_name text NOT NULL,
    byte_size integer NOT NULL CHECK (byte_size >= 0)
);

CREATE TABLE tags (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name text NOT NULL,
    UNIQUE (account_id, name)
);

CREATE TABLE ticket_tags (
    ticket_id bigint NOT NULL REFERENCES tickets ON DELETE CASCADE,
    tag_id bigint NOT NULL REFERENCES tags ON DELETE CASCADE,
    PRIMARY KEY (ticket_id, tag_id)
);
CREATE INDEX ticket_tags_tag_id_idx ON ticket_tags (tag_id);

CREATE TABLE ratings (
    ticket_id bigint PRIMARY KEY REFERENCES tickets ON DELETE CASCADE,
    agent_id bigint REFERENCES users ON DELETE SET NULL,
    score smallint NOT NULL CHECK (score BETWEEN 1 AND 5)
);
CREATE INDEX ratings_agent_id_idx ON ratings (agent_id);

CREATE TABLE sessions (
    token text PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE RESTRICT,
    approved_by_id bigint CONSTRAINT fk_invoices_approver REFERENCES users ON DELETE RESTRICT,
    total_cents bigint NOT NULL
);
CREATE INDEX invoices_account_id_idx ON invoices (account_id);
CREATE INDEX invoices_approved_by_id_idx ON invoices (approved_by_id);

-- Added years later on a table full of old rows.
CREATE TABLE exports (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    requested_by_id bigint,
    finished_at timestamp with time zone
);
ALTER TABLE exports ADD FOREIGN KEY (requested_by_id) REFERENCES users NOT VALID;

CREATE TABLE ticket_archive (
    ticket_id bigint NOT NULL,
    subject text NOT NULL,
    deleted_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE FUNCTION archive_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ticket_archive (ticket_id, subject) VALUES (OLD.id, OLD.subject);
    RETURN OLD;
END;
$$;
CREATE TRIGGER archive_ticket BEFORE DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION archive_ticket();
