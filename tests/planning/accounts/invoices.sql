-- Money: what was billed has to be there for years, what was put into a cart has not.
CREATE TABLE tenants (id bigint PRIMARY KEY);
CREATE TABLE customers (tenant_id bigint NOT NULL REFERENCES tenants ON DELETE RESTRICT, id bigint NOT NULL,
  PRIMARY KEY (tenant_id, id));
CREATE TABLE carts (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, customer_id bigint,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers ON DELETE RESTRICT);
CREATE TABLE customer_addresses (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, customer_id bigint NOT NULL,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers ON DELETE RESTRICT);
CREATE TABLE invoices (id bigint PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES tenants ON DELETE RESTRICT,
  customer_id bigint NOT NULL, total integer NOT NULL,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers ON DELETE RESTRICT);
CREATE TABLE invoice_lines (invoice_id bigint NOT NULL REFERENCES invoices ON DELETE CASCADE, n integer NOT NULL,
  PRIMARY KEY (invoice_id, n));
CREATE TABLE payments (id bigint PRIMARY KEY, invoice_id bigint NOT NULL REFERENCES invoices ON DELETE RESTRICT);
CREATE INDEX ON invoices (tenant_id, customer_id);
CREATE INDEX ON carts (tenant_id, customer_id);
