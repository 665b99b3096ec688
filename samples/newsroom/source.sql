-- A newsroom that refuses deletes unless somebody said otherwise; a nightly sync loads editions anew.

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE documents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_by_id bigint CONSTRAINT fk_documents_created_by REFERENCES users ON DELETE SET NULL
);
CREATE INDEX ON documents (created_by_id);
CREATE TABLE editions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL CONSTRAINT fk_editions_document REFERENCES documents ON DELETE RESTRICT,
    last_edited_by_id bigint CONSTRAINT fk_editions_last_edited_by REFERENCES users ON DELETE RESTRICT,
    number integer NOT NULL,
    UNIQUE (document_id, number)
);
CREATE INDEX ON editions (last_edited_by_id);
CREATE TABLE revisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id bigint NOT NULL CONSTRAINT fk_revisions_edition REFERENCES editions ON DELETE CASCADE,
    body text NOT NULL
);
CREATE INDEX ON revisions (edition_id);
CREATE TABLE statuses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id bigint NOT NULL CONSTRAINT fk_statuses_edition REFERENCES editions ON DELETE CASCADE,
    state text NOT NULL
);
CREATE INDEX ON statuses (edition_id);
CREATE TABLE withdrawals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id bigint NOT NULL CONSTRAINT fk_withdrawals_edition REFERENCES editions ON DELETE RESTRICT
);
CREATE INDEX ON withdrawals (edition_id);
-- Added later, with the habit of the house and without a thought for the sync.
CREATE TABLE edition_editors (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id bigint NOT NULL CONSTRAINT fk_edition_editors_edition REFERENCES editions ON DELETE RESTRICT,
    user_id bigint NOT NULL CONSTRAINT fk_edition_editors_user REFERENCES users ON DELETE CASCADE
);
CREATE INDEX ON edition_editors (edition_id);
CREATE INDEX ON edition_editors (user_id);
-- The sync clears both tables in one transaction, so this one waits for COMMIT.
CREATE TABLE schedulings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id bigint NOT NULL CONSTRAINT fk_schedulings_edition REFERENCES editions DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ON schedulings (edition_id);
CREATE TABLE comments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL CONSTRAINT fk_comments_document REFERENCES documents,
    author_id bigint NOT NULL CONSTRAINT fk_comments_author REFERENCES users ON DELETE SET NULL,
    body text NOT NULL
);
CREATE INDEX ON comments (document_id);
CREATE INDEX ON comments (author_id);
CREATE TABLE active_storage_blobs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE
);
CREATE TABLE active_storage_attachments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    blob_id bigint NOT NULL CONSTRAINT fk_attachments_blob REFERENCES active_storage_blobs
);
CREATE INDEX ON active_storage_attachments (blob_id);
