-- What an account signs in with: nothing of it outlives the account.
CREATE TABLE accounts (id bigint PRIMARY KEY, login text NOT NULL);
CREATE TABLE account_profiles (account_id bigint PRIMARY KEY REFERENCES accounts ON DELETE RESTRICT, bio text);
CREATE TABLE sessions (id uuid PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts ON DELETE RESTRICT);
CREATE TABLE api_tokens (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts);
CREATE TABLE token_uses (id bigint PRIMARY KEY, token_id bigint NOT NULL REFERENCES api_tokens ON DELETE RESTRICT);
CREATE TABLE devices (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE);
CREATE TABLE push_keys (device_id bigint PRIMARY KEY REFERENCES devices ON DELETE RESTRICT, secret bytea);
CREATE INDEX ON sessions (account_id);
CREATE INDEX ON api_tokens (account_id);
CREATE INDEX ON token_uses (token_id);
