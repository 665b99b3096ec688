-- Bookings are archived before they go

CREATE TABLE public.archived_bookings (
    guest_id bigint NOT NULL,
    arrived date NOT NULL
);

CREATE FUNCTION public.archive_booking() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO archived_bookings VALUES (OLD.guest_id, OLD.arrives);
    RETURN OLD;
END
$$;

CREATE TRIGGER archive BEFORE DELETE ON public.bookings
    FOR EACH ROW EXECUTE FUNCTION public.archive_booking();
