-- Drop an index that no query used

DROP INDEX public.payments_booking_id;
