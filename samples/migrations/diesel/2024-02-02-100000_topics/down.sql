ALTER TABLE topics DROP CONSTRAINT topics_forum_id_fkey;
DROP TABLE topics;
