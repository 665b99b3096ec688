"""Random schemas whose triggers and rules do something: all kinds of statements, on random tables and rows.

What only odd data could break is left out, as the prediction leaves it out: an INSERT takes its id from a sequence, and
gives keys only values of keys to the same table.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

ACTIONS = ("CASCADE", "SET NULL", "NO ACTION", "RESTRICT", "CASCADE", "SET NULL")
EVENTS = ("DELETE", "UPDATE", "DELETE OR UPDATE", "INSERT OR UPDATE OR DELETE", "INSERT", "UPDATE OF n", "UPDATE OF r")
STATES = ("P0001", "23503", "23505", "45000")
CONDITIONS = ("OTHERS", "foreign_key_violation", "raise_exception", "unique_violation OR restrict_violation")


class Table(NamedTuple):
    """A table ``id, n, r...``: ``r`` columns are keys."""

    name: str
    keys: tuple[tuple[str, str], ...]


class Case(NamedTuple):
    """A random schema: the DDL of tables, rows, and the DDL of functions and triggers, which come after the rows."""

    tables: tuple[Table, ...]
    ddl: str
    rows: str
    code: str


def case_of(seed: int) -> Case:
    """Return the schema of a seed."""
    return _Maker(Random(seed)).case()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.tables: list[Table] = []
        self.functions: list[str] = []
        self.helpers = 0
        self.in_helper = False

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def case(self) -> Case:
        ddl = []
        for number in range(self.random.randint(2, 4)):
            name = f"t{number}"
            targets = [t.name for t in self.tables] + ([name] if self.chance(0.2) else [])
            keys = tuple((f"r{n}" if n else "r", target) for n, target in enumerate(self._some(targets, 2)))
            self.tables.append(Table(name, keys))
            columns = [
                f"{column} int {'NOT NULL ' * self.chance(0.1)}CONSTRAINT {name}_{column} REFERENCES {target}"
                f" ON DELETE {self.random.choice(ACTIONS)}{self.pick('', '', '', ' DEFERRABLE INITIALLY DEFERRED')}"
                for column, target in keys
            ]
            ddl.append(f"CREATE TABLE {name} (id serial PRIMARY KEY, n int, {', '.join([*columns, 'm int'])});")
        ddl.append("CREATE TABLE log (id serial PRIMARY KEY, n int, what text);")
        rows = self._rows()
        code = [self._trigger(number) for number in range(self.random.randint(1, 4))]
        if self.chance(0.15):
            code.append(self._rule())
        return Case(tuple(self.tables), "\n".join(ddl), rows, "\n".join([*self.functions, *code]))

    def _some(self, names: list[str], most: int) -> list[str]:
        return self.random.sample(names, min(len(names), self.random.randint(0 if self.chance(0.3) else 1, most)))

    def _rows(self) -> str:
        found = []
        for table in self.tables:
            for number in range(1, 4):
                values = [str(number), self.pick("1", "2", "NULL")]
                for _, target in table.keys:
                    nothing = "1" if target != table.name or number > 1 else "NULL"
                    values.append(self.pick("1", "2", "3") if target != table.name else self.pick(nothing, "NULL"))
                columns = ", ".join(["id", "n", *(column for column, _ in table.keys)])
                found.append(f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join(values)});")
            found.append(f"SELECT setval('{table.name}_id_seq', 100);")
        return "\n".join(found)

    def _trigger(self, number: int) -> str:
        table = self.random.choice(self.tables)
        event = self.random.choice(EVENTS)
        if event == "UPDATE OF r" and not table.keys:
            event = "UPDATE"
        timing, level = self.pick("BEFORE", "AFTER", "AFTER"), self.pick("ROW", "ROW", "ROW", "STATEMENT")
        self.functions.append(self._function(f"f{number}", table))
        when = ""
        if level == "ROW" and event in ("DELETE", "UPDATE") and self.chance(0.2):
            when = f" WHEN ({self.pick('OLD.n > 1', 'OLD.n IS NULL', 'OLD.id = 1')})"
        argument = self.pick("", "'a'", "'b', 'c'")
        return (
            f"CREATE TRIGGER {self.pick('a', 'g', 'Z')}{number} {timing} {event} ON {table.name} FOR EACH {level}{when}"
            f" EXECUTE FUNCTION f{number}({argument});"
        )

    def _rule(self) -> str:
        table = self.random.choice(self.tables)
        event = self.pick("DELETE", "UPDATE")
        where = self.pick("", " WHERE OLD.n > 1")
        action = self.pick("INSERT INTO log (n) VALUES (OLD.n)", "NOTHING", "UPDATE log SET n = OLD.id WHERE n = 1")
        return f"CREATE RULE r AS ON {event} TO {table.name}{where} DO ALSO {action};"

    def _function(self, name: str, table: Table) -> str:
        body = self._block(table, self.random.randint(1, 3), 0)
        result = self.pick("OLD", "NEW", "NULL", "COALESCE(NEW, OLD)", "COALESCE(NEW, OLD)", "OLD")
        return (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $f$\nDECLARE v int; w record;\nBEGIN\n"
            f"{body}\nRETURN {result};\nEND $f$;"
        )

    def _block(self, table: Table, length: int, depth: int) -> str:
        return "\n".join(self._statement(table, depth) for _ in range(length))

    def _statement(self, table: Table, depth: int) -> str:
        kinds = [self._write] * 5 + [self._raise, self._new, self._into, self._assert, self._execute, self._call]
        if depth < 3:
            kinds += [self._if, self._if, self._if, self._guarded, self._loop, self._case, self._return]
        return self.random.choice(kinds)(table, depth)  # type: ignore[no-any-return, operator]

    def _condition(self, table: Table) -> str:
        other = self.random.choice(self.tables)
        column = table.keys[0][0] if table.keys else "n"
        return self.pick(
            "TG_OP = 'DELETE'",
            "TG_OP IN ('UPDATE', 'INSERT')",
            "TG_OP = 'UPDATE' AND OLD.n = NEW.n",
            "OLD.n > 1",
            "OLD.n IS NULL",
            f"OLD.{column} IS DISTINCT FROM NEW.{column}",
            f"NEW.{column} IS NULL",
            f"NOT EXISTS (SELECT FROM {other.name} WHERE n = OLD.n)",
            f"EXISTS (SELECT FROM {other.name} WHERE id > OLD.id)",
            "TG_ARGV[0] = 'a'",
            f"TG_TABLE_NAME = '{other.name}'",
            "TG_WHEN = 'BEFORE' OR TG_LEVEL = 'STATEMENT'",
            "pg_trigger_depth() < 2",
            "v IS NULL",
        )

    def _where(self, table: Table, other: Table) -> str:
        choices = ["n = OLD.n", "id = OLD.id", "id > 2", "true"]
        choices += [f"{column} = OLD.id" for column, target in other.keys if target == table.name] * 4
        choices += [f"id = OLD.{column}" for column, target in table.keys if target == other.name] * 4
        return self.random.choice(choices)

    def _write(self, table: Table, depth: int) -> str:
        other = self.random.choice(self.tables)
        where = self._where(table, other)
        kind = self.pick("log", "log", "insert", "update", "update", "delete", "delete", "null", "truncate")
        match kind:
            case "log":
                return f"INSERT INTO log (n, what) VALUES ({self.pick('OLD.id', 'NEW.n', '1')}, TG_OP);"
            case "insert":
                return self._insert(table, other)
            case "update":
                new = f"{self.pick('n', 'm')} = {self.pick('1', 'NULL', 'OLD.n', 'm')}"
                return f"UPDATE {other.name} SET {new} WHERE {where};"
            case "null" if other.keys:
                return f"UPDATE {other.name} SET {self.random.choice(other.keys)[0]} = NULL WHERE {where};"
            case "truncate" if self.chance(0.3):
                return f"TRUNCATE {self.pick('log', other.name)}{self.pick('', ' CASCADE')};"
            case _:
                return f"DELETE FROM {other.name} WHERE {where};"

    def _insert(self, table: Table, other: Table) -> str:
        given = {"n": self.pick("OLD.n", "1", "NULL")}
        for column, target in other.keys:
            same = [f"OLD.{mine}" for mine, its in table.keys if its == target]
            own = ["OLD.id"] if target == table.name else []
            given[column] = self.random.choice([*same, *own, "NULL"])
        return f"INSERT INTO {other.name} ({', '.join(given)}) VALUES ({', '.join(given.values())});"

    def _raise(self, table: Table, depth: int) -> str:
        if self.chance(0.7):
            words = self.pick("RAISE EXCEPTION 'no %', 1", "RAISE foreign_key_violation", "RAISE SQLSTATE '45000'")
            using = (
                f" USING ERRCODE = '{self.random.choice(STATES)}'"
                if words.startswith("RAISE EXC") and self.chance(0.5)
                else ""
            )
            return f"IF {self._condition(table)} THEN {words}{using}; END IF;"
        return "RAISE NOTICE 'x';"

    def _new(self, table: Table, depth: int) -> str:
        columns = [*(column for column, _ in table.keys), "n", "m", "m"]
        column = self.random.choice(columns)
        value = self.pick("NULL", f"OLD.{column}") if column.startswith("r") else self.pick("1", "NULL", "OLD.n")
        return f"IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN NEW.{column} := {value}; END IF;"

    def _into(self, table: Table, depth: int) -> str:
        other = self.random.choice(self.tables)
        strict = self.pick("", "STRICT ")
        return f"SELECT n INTO {strict}v FROM {other.name} WHERE {self._where(table, other)};"

    def _assert(self, table: Table, depth: int) -> str:
        return f"ASSERT {self.pick('OLD.n IS NOT NULL', 'v IS NULL', 'true', 'TG_NARGS < 2')};"

    def _execute(self, table: Table, depth: int) -> str:
        other = self.random.choice(self.tables)
        return self.pick(
            f"EXECUTE format('DELETE FROM %I WHERE n = %L', '{other.name}', OLD.n);",
            f"EXECUTE 'UPDATE ' || quote_ident('{other.name}') || ' SET m = 2 WHERE n = $1' USING OLD.n;",
            "EXECUTE 'INSERT INTO log (what) VALUES (' || quote_literal(TG_OP) || ')';",
        )

    def _call(self, table: Table, depth: int) -> str:
        if self.in_helper:
            return "NULL;"
        self.helpers += 1
        name, other = f"h{self.helpers}", self.random.choice(self.tables)
        body = self.pick(
            f"DELETE FROM {other.name} WHERE n = x", f"UPDATE {other.name} SET m = x", "INSERT INTO log (n) VALUES (x)"
        )
        if self.chance(0.5):
            self.functions.append(f"CREATE FUNCTION {name}(x int) RETURNS void LANGUAGE sql AS $f$ {body} $f$;")
        else:
            self.functions.append(
                f"CREATE FUNCTION {name}(x int) RETURNS void LANGUAGE plpgsql AS"
                f" $f$ BEGIN IF x > 1 THEN {body}; END IF; END $f$;"
            )
        return f"PERFORM {name}({self.pick('OLD.id', 'OLD.n', '1')});"

    def _if(self, table: Table, depth: int) -> str:
        inside = self._block(table, self.random.randint(1, 2), depth + 1)
        otherwise = f"ELSE {self._block(table, 1, depth + 1)} " if self.chance(0.3) else ""
        return f"IF {self._condition(table)} THEN {inside} {otherwise}END IF;"

    def _case(self, table: Table, depth: int) -> str:
        inside = self._block(table, 1, depth + 1)
        return f"CASE TG_OP WHEN 'DELETE' THEN {inside} {self.pick('', 'ELSE NULL; ', 'ELSE NULL; ')}END CASE;"

    def _guarded(self, table: Table, depth: int) -> str:
        inside = self._block(table, self.random.randint(1, 2), depth + 1)
        handled = self.pick("NULL;", "RAISE;", self._statement(table, depth + 1))
        return f"BEGIN {inside} EXCEPTION WHEN {self.random.choice(CONDITIONS)} THEN {handled} END;"

    def _loop(self, table: Table, depth: int) -> str:
        inside, other = self._block(table, 1, depth + 1), self.random.choice(self.tables)
        leave = self.pick("", "", "EXIT WHEN v > 1; ", "CONTINUE WHEN w.n IS NULL; ")
        rows = f"SELECT * FROM {other.name} WHERE {self._where(table, other)}"
        return f"FOR w IN {rows} LOOP {leave}{inside} v := w.n; END LOOP;"

    def _return(self, table: Table, depth: int) -> str:
        return f"IF {self._condition(table)} THEN RETURN {self.pick('OLD', 'NEW', 'NULL')}; END IF;"
