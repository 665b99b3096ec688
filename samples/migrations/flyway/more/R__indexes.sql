CREATE INDEX IF NOT EXISTS payments_card ON ${app}.payments (card_id);
