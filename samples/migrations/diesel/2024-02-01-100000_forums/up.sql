CREATE TABLE forums (
    id serial PRIMARY KEY,
    updated_at timestamp NOT NULL DEFAULT now()
);
CREATE TRIGGER set_updated_at BEFORE UPDATE ON forums FOR EACH ROW EXECUTE PROCEDURE diesel_set_updated_at();
