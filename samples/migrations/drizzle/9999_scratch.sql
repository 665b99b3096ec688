ALTER TABLE "entries" DROP CONSTRAINT "entries_account_id_accounts_id_fk";
