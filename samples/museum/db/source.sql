-- The schema of the museum, as a person would write it. structure.sql is what pg_dump makes of it, schema.rb what Rails does.
CREATE TABLE museums (id bigserial PRIMARY KEY, name varchar NOT NULL, closed_at timestamp, updated_at timestamp);

CREATE TABLE galleries (
  id bigserial PRIMARY KEY,
  museum_id bigint NOT NULL REFERENCES museums ON DELETE CASCADE,
  wing_id bigint REFERENCES galleries ON DELETE SET NULL,
  artworks_count integer NOT NULL DEFAULT 0
);
CREATE INDEX index_galleries_on_museum_id ON galleries (museum_id);
CREATE INDEX index_galleries_on_wing_id ON galleries (wing_id);

-- STI: StaffMember and Visitor.
CREATE TABLE people (
  id bigserial PRIMARY KEY,
  type varchar NOT NULL,
  role varchar,
  museum_id bigint REFERENCES museums,
  gallery_id bigint REFERENCES galleries
);
CREATE INDEX index_people_on_museum_id ON people (museum_id);
CREATE INDEX index_people_on_gallery_id ON people (gallery_id);

CREATE TABLE addresses (id bigserial PRIMARY KEY, museum_id bigint NOT NULL REFERENCES museums, street varchar);
CREATE INDEX index_addresses_on_museum_id ON addresses (museum_id);

CREATE TABLE artworks (
  id bigserial PRIMARY KEY,
  gallery_id bigint NOT NULL REFERENCES galleries,
  work_type varchar,
  work_id bigint
);
CREATE INDEX index_artworks_on_gallery_id ON artworks (gallery_id);
CREATE INDEX index_artworks_on_work ON artworks (work_type, work_id);
CREATE TABLE paintings (id bigserial PRIMARY KEY, medium varchar);
CREATE TABLE sculptures (id bigserial PRIMARY KEY, weight integer);

CREATE TABLE artists (id bigserial PRIMARY KEY, name varchar);
CREATE TABLE artists_artworks (
  artist_id bigint NOT NULL REFERENCES artists,
  artwork_id bigint NOT NULL REFERENCES artworks
);
CREATE INDEX index_artists_artworks_on_artist_id ON artists_artworks (artist_id);
CREATE INDEX index_artists_artworks_on_artwork_id ON artists_artworks (artwork_id);
CREATE TABLE biographies (id bigserial PRIMARY KEY, artist_id bigint NOT NULL REFERENCES artists ON DELETE SET NULL, text text);
CREATE INDEX index_biographies_on_artist_id ON biographies (artist_id);
CREATE TABLE tags (id bigserial PRIMARY KEY, name varchar);
CREATE TABLE taggings (id bigserial PRIMARY KEY, tag_id bigint REFERENCES tags, taggable_type varchar, taggable_id bigint);

CREATE TABLE appraisals (
  id bigserial PRIMARY KEY,
  artwork_id bigint NOT NULL REFERENCES artworks ON DELETE CASCADE,
  appraiser_id bigint REFERENCES people
);
CREATE INDEX index_appraisals_on_artwork_id ON appraisals (artwork_id);
CREATE INDEX index_appraisals_on_appraiser_id ON appraisals (appraiser_id);

-- No key to people: the visits stay when a visitor goes.
CREATE TABLE visits (
  id bigserial PRIMARY KEY,
  museum_id bigint NOT NULL REFERENCES museums,
  visitor_id bigint
);
CREATE INDEX index_visits_on_museum_id ON visits (museum_id);
CREATE TABLE reviews (
  id bigserial PRIMARY KEY,
  visitor_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
  parent_id bigint REFERENCES reviews,
  deleted_at timestamp
);
CREATE INDEX index_reviews_on_visitor_id ON reviews (visitor_id);
CREATE INDEX index_reviews_on_parent_id ON reviews (parent_id);
CREATE TABLE badges (id bigserial PRIMARY KEY, person_id bigint NOT NULL REFERENCES people, color varchar);
CREATE INDEX index_badges_on_person_id ON badges (person_id);

CREATE TABLE loans (
  id bigserial PRIMARY KEY,
  artwork_id bigint NOT NULL REFERENCES artworks ON DELETE CASCADE,
  lender_id bigint NOT NULL REFERENCES museums ON DELETE CASCADE,
  borrower_id bigint NOT NULL REFERENCES museums ON DELETE CASCADE
);
CREATE INDEX index_loans_on_artwork_id ON loans (artwork_id);
CREATE INDEX index_loans_on_lender_id ON loans (lender_id);
CREATE INDEX index_loans_on_borrower_id ON loans (borrower_id);

CREATE TABLE websites (domain varchar PRIMARY KEY, museum_id bigint NOT NULL REFERENCES museums);
CREATE UNIQUE INDEX index_websites_on_museum_id ON websites (museum_id);
CREATE TABLE website_pages (id bigserial PRIMARY KEY, domain varchar NOT NULL REFERENCES websites ON DELETE SET NULL, path varchar);
CREATE INDEX index_website_pages_on_domain ON website_pages (domain);

CREATE TABLE audit_entries (id bigserial PRIMARY KEY, subject_type varchar NOT NULL, subject_id bigint NOT NULL, what varchar);
CREATE INDEX index_audit_entries_on_subject ON audit_entries (subject_type, subject_id);

CREATE TABLE exh_exhibitions (id bigserial PRIMARY KEY, museum_id bigint REFERENCES museums ON DELETE SET NULL, title varchar);
CREATE INDEX index_exh_exhibitions_on_museum_id ON exh_exhibitions (museum_id);
CREATE TABLE exh_exhibits (
  id bigserial PRIMARY KEY,
  exhibition_id bigint NOT NULL REFERENCES exh_exhibitions,
  artwork_id bigint REFERENCES artworks ON DELETE SET NULL
);
CREATE INDEX index_exh_exhibits_on_exhibition_id ON exh_exhibits (exhibition_id);
CREATE INDEX index_exh_exhibits_on_artwork_id ON exh_exhibits (artwork_id);
CREATE TABLE exh_media (id bigserial PRIMARY KEY, exhibition_id bigint NOT NULL REFERENCES exh_exhibitions ON DELETE CASCADE);
CREATE INDEX index_exh_media_on_exhibition_id ON exh_media (exhibition_id);

CREATE TABLE ticketing_tickets (
  id bigserial PRIMARY KEY,
  museum_id bigint NOT NULL REFERENCES museums DEFERRABLE INITIALLY DEFERRED,
  visitor_id bigint REFERENCES people ON DELETE SET NULL
);
CREATE INDEX index_ticketing_tickets_on_museum_id ON ticketing_tickets (museum_id);
CREATE INDEX index_ticketing_tickets_on_visitor_id ON ticketing_tickets (visitor_id);

CREATE TABLE active_storage_blobs (id bigserial PRIMARY KEY, key varchar NOT NULL);
CREATE UNIQUE INDEX index_active_storage_blobs_on_key ON active_storage_blobs (key);
CREATE TABLE active_storage_attachments (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL,
  record_type varchar NOT NULL,
  record_id bigint NOT NULL,
  blob_id bigint NOT NULL REFERENCES active_storage_blobs
);
CREATE INDEX index_active_storage_attachments_on_blob_id ON active_storage_attachments (blob_id);
CREATE UNIQUE INDEX index_active_storage_attachments_uniqueness ON active_storage_attachments (record_type, record_id, name, blob_id);
CREATE TABLE action_text_rich_texts (id bigserial PRIMARY KEY, name varchar NOT NULL, body text, record_type varchar NOT NULL, record_id bigint NOT NULL);
CREATE UNIQUE INDEX index_action_text_rich_texts_uniqueness ON action_text_rich_texts (record_type, record_id, name);
