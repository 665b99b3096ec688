set local search_path = public;
create table reactions (
  message_id bigint references messages on delete cascade,
  emoji text,
  primary key (message_id, emoji)
);
