-- Points are no reason to keep a guest

ALTER TABLE public.points DROP CONSTRAINT points_guest_id_fkey;
