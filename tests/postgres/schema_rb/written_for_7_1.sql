-- What Active Record 7.1 sends for written_for_7_1.rb, written down by hand from its documentation:
-- api.rubyonrails.org/v7.1, ActiveRecord::ConnectionAdapters::PostgreSQL::SchemaStatements (add_foreign_key,
-- add_exclusion_constraint, add_unique_constraint, create_enum, create_schema), ActiveRecord::ConnectionAdapters::
-- SchemaStatements (create_table, add_index, add_check_constraint) and guides.rubyonrails.org/v7.1/active_record_postgresql.html.
-- Names that a line leaves out: the first ten digits of SHA-256 over table, columns (or expression) and kind.
CREATE SCHEMA billing;
CREATE TYPE delivery AS ENUM ('pending', 'sent');
CREATE TYPE billing.state AS ENUM ('open', 'paid');
CREATE TABLE billing.invoices (
  id bigserial PRIMARY KEY,
  state billing.state DEFAULT 'open' NOT NULL,
  user_id bigint NOT NULL,
  created_at timestamp(6) NOT NULL,
  old_at timestamp,
  due_at timestamptz
);
CREATE INDEX index_invoices_on_user_id ON billing.invoices (user_id) INCLUDE (state);
CREATE TABLE events (
  id character varying(36) PRIMARY KEY,
  title character varying,
  search tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, (title)::text)) STORED,
  delivery delivery[] DEFAULT '{}',
  starts_on date,
  ends_on date,
  created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL,
  CONSTRAINT ends_later CHECK (starts_on <= ends_on) NOT VALID,
  CONSTRAINT no_overlap EXCLUDE USING gist (daterange(starts_on, ends_on) WITH &&) WHERE (starts_on IS NOT NULL) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT excl_rails_5ac04d69d5 EXCLUDE USING gist (daterange(starts_on, ends_on) WITH -|-),
  CONSTRAINT unique_title UNIQUE (title) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT uniq_rails_562f196668 UNIQUE (starts_on, ends_on)
);
-- CREATE TABLE takes NOT VALID and ignores it; Rails sends the check in CREATE TABLE too.
CREATE TABLE order_lines (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE TABLE shipments (
  id bigserial PRIMARY KEY,
  order_line_shop_id bigint,
  order_line_id bigint,
  quantity integer
);
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  a_very_long_name_of_a_column_that_fills_more character varying
);
CREATE INDEX idx_on_a_very_long_name_of_a_column_that_fills_more_29b32a49d2 ON users (a_very_long_name_of_a_column_that_fills_more, id);
ALTER TABLE billing.invoices ADD CONSTRAINT fk_rails_1d08593383
  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE shipments ADD CONSTRAINT fk_rails_1b9b4ac101
  FOREIGN KEY (order_line_shop_id, order_line_id) REFERENCES order_lines (shop_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE shipments ADD CONSTRAINT fk_rails_f822f6b972
  FOREIGN KEY (order_line_id) REFERENCES users (id) ON DELETE RESTRICT;
