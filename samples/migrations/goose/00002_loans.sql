-- +goose Up
CREATE TABLE loans (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id bigint NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    due date
);

-- +goose StatementBegin
CREATE FUNCTION set_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.due := coalesce(NEW.due, current_date + 14);
    RETURN NEW;
END
$$
-- +goose StatementEnd
CREATE TRIGGER set_due BEFORE INSERT ON loans FOR EACH ROW EXECUTE FUNCTION set_due();

-- +goose Down
DROP TABLE loans;
DROP FUNCTION set_due();
