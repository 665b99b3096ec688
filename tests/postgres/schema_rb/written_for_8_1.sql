-- What Active Record 8.1 sends for written_for_8_1.rb, written down by hand from its documentation:
-- api.rubyonrails.org/v8.1, ActiveRecord::ConnectionAdapters::PostgreSQL::SchemaStatements (add_unique_constraint with
-- using_index and nulls_not_distinct), SchemaStatements (add_index, add_reference) and the release notes of 8.1 and 7.1
-- (virtual columns that PostgreSQL 18 does not store; index names of references).
CREATE TABLE products (
  id bigserial PRIMARY KEY,
  name character varying NOT NULL,
  cents integer,
  quantity integer DEFAULT 1,
  total integer GENERATED ALWAYS AS ((cents * quantity)) VIRTUAL,
  created_at timestamp(6) DEFAULT CURRENT_TIMESTAMP NOT NULL,
  CONSTRAINT one_name UNIQUE NULLS NOT DISTINCT (name)
);
CREATE UNIQUE INDEX products_names ON products (name, cents) NULLS NOT DISTINCT WHERE (cents IS NULL);
CREATE TABLE reviews (
  id bigserial PRIMARY KEY,
  product_id bigint NOT NULL,
  author_type character varying,
  author_id bigint,
  CONSTRAINT fk_rails_bedd9094d4 FOREIGN KEY (product_id) REFERENCES products (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX index_reviews_on_product_id ON reviews (product_id);
CREATE INDEX index_reviews_on_author ON reviews (author_type, author_id);
CREATE UNIQUE INDEX reviews_unique ON reviews (id);
ALTER TABLE reviews ADD CONSTRAINT reviews_one UNIQUE USING INDEX reviews_unique DEFERRABLE INITIALLY IMMEDIATE;
