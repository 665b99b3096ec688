-- Notes are called remarks

ALTER TABLE public.notes RENAME TO remarks;
ALTER TABLE public.remarks RENAME COLUMN guest_id TO about_guest_id;
ALTER TABLE public.remarks RENAME CONSTRAINT notes_guest_id_fkey TO remarks_about_guest_id_fkey;
ALTER INDEX public.notes_guest_id RENAME TO remarks_about_guest_id;
