-- Ratings are kept for the yearly report, and comments belong to whoever wrote them.
ALTER TABLE public.ratings DROP CONSTRAINT ratings_ticket_id_fkey;
ALTER TABLE public.ratings
    ADD CONSTRAINT ratings_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.tickets (id) ON DELETE RESTRICT;
ALTER TABLE public.comments DROP CONSTRAINT comments_author_id_fkey;
ALTER TABLE public.comments
    ADD CONSTRAINT comments_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.users (id) ON DELETE CASCADE;
