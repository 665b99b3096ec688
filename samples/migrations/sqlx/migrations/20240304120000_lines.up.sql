CREATE TABLE order_lines (
    order_id uuid REFERENCES orders ON DELETE CASCADE,
    position integer,
    PRIMARY KEY (order_id, position)
);
