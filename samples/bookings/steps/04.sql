-- Notes go with their guest

CREATE TABLE public.notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guest_id bigint NOT NULL REFERENCES public.guests ON DELETE CASCADE,
    written_at timestamp NOT NULL,
    body text NOT NULL
);

CREATE INDEX notes_guest_id ON public.notes (guest_id);
