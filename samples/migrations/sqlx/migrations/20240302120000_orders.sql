CREATE TYPE order_state AS ENUM ('open', 'paid');
CREATE TABLE orders (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers ON DELETE RESTRICT,
    state order_state NOT NULL DEFAULT 'open'
);
