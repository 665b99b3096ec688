-- Points for loyal guests

CREATE TABLE public.points (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guest_id bigint NOT NULL REFERENCES public.guests ON DELETE RESTRICT,
    earned integer NOT NULL
);

CREATE INDEX points_guest_id ON public.points (guest_id);
