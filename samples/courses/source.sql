-- A course platform: composite keys, a course and its current edition that need each other, lessons in a chain.

CREATE TABLE people (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);

-- INHERITS: deleting from people deletes teachers and students too, and fires their keys.
CREATE TABLE teachers (
    biography text,
    PRIMARY KEY (id)
) INHERITS (people);

CREATE TABLE students (
    joined_on date DEFAULT CURRENT_DATE NOT NULL,
    PRIMARY KEY (id)
) INHERITS (people);

-- A cycle of NOT NULL columns: a course has a current edition, an edition has a course. Only deferring lets rows in.
CREATE TABLE courses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    teacher_id bigint REFERENCES teachers ON DELETE SET NULL,
    current_edition integer NOT NULL,
    title text NOT NULL
);
CREATE TABLE editions (
    course_id bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    number integer NOT NULL,
    published_at timestamp with time zone,
    PRIMARY KEY (course_id, number)
);
ALTER TABLE courses ADD FOREIGN KEY (id, current_edition) REFERENCES editions (course_id, number)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX courses_teacher_id_idx ON courses (teacher_id);

CREATE TABLE lessons (
    course_id bigint NOT NULL,
    edition integer NOT NULL,
    position integer NOT NULL,
    follows integer,
    title text NOT NULL,
    PRIMARY KEY (course_id, edition, position),
    FOREIGN KEY (course_id, edition) REFERENCES editions ON DELETE CASCADE ON UPDATE CASCADE,
    FOREIGN KEY (course_id, edition, follows) REFERENCES lessons (course_id, edition, position)
        ON DELETE SET NULL (follows) DEFERRABLE
);
CREATE INDEX lessons_follows_idx ON lessons (course_id, edition, follows);

CREATE TABLE enrolments (
    student_id bigint NOT NULL REFERENCES students ON DELETE CASCADE,
    course_id bigint NOT NULL,
    edition integer NOT NULL,
    grade numeric(3,1),
    PRIMARY KEY (student_id, course_id),
    FOREIGN KEY (course_id, edition) REFERENCES editions ON DELETE RESTRICT
);
-- The first column of the key alone: usable, and not all of it.
CREATE INDEX enrolments_course_id_idx ON enrolments (course_id);

-- MATCH FULL: both columns, or neither.
CREATE TABLE bookmarks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    student_id bigint NOT NULL REFERENCES students ON DELETE CASCADE,
    course_id bigint,
    edition integer,
    note text,
    FOREIGN KEY (course_id, edition) REFERENCES editions MATCH FULL ON DELETE SET NULL,
    FOREIGN KEY (student_id, course_id) REFERENCES enrolments ON DELETE SET NULL (course_id)
);
CREATE INDEX bookmarks_edition_idx ON bookmarks (course_id, edition) WHERE course_id IS NOT NULL;

-- All CASCADE, and a cycle: a thread has a first post, a post has a thread.
CREATE TABLE threads (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id bigint NOT NULL REFERENCES courses ON DELETE CASCADE,
    first_post_id bigint,
    title text NOT NULL
);
CREATE TABLE posts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thread_id bigint NOT NULL REFERENCES threads ON DELETE CASCADE,
    author_id bigint REFERENCES people ON DELETE SET NULL,
    replies_to_id bigint REFERENCES posts ON DELETE CASCADE,
    body text NOT NULL
);
ALTER TABLE threads ADD FOREIGN KEY (first_post_id) REFERENCES posts ON DELETE CASCADE;
CREATE INDEX threads_course_id_idx ON threads (course_id);
CREATE INDEX posts_thread_id_idx ON posts (thread_id);
CREATE INDEX posts_author_idx ON posts ((author_id + 0));
CREATE INDEX posts_replies_to_idx ON posts (replies_to_id) WHERE replies_to_id > 0;

CREATE TABLE certificates (
    serial text PRIMARY KEY,
    student_id bigint NOT NULL,
    course_id bigint NOT NULL,
    FOREIGN KEY (student_id, course_id) REFERENCES enrolments ON DELETE NO ACTION
);
CREATE INDEX certificates_enrolment_idx ON certificates (student_id, serial, course_id);
