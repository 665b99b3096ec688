"""How real schemas call a column that references a table, each as an example with the table that it means."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.references import Grade, Reference, References

USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"


def references(sql: str) -> dict[str, Reference]:
    """Return the references of a schema by ``table.column``."""
    found = References(catalog_of(sql)).all
    return {f"{reference.table.name}.{reference.columns[-1]}": reference for reference in found}


def meant(sql: str) -> dict[str, str]:
    """Return the table and columns that each reference means."""
    return {
        name: f"{each.to.name}.{','.join(each.referenced_columns)}"
        for name, each in references(sql).items()
        if each.to is not None
    }


@pytest.mark.parametrize(
    ("tables", "column", "expected"),
    [
        pytest.param(USERS, "user_id bigint", "users.id", id="Rails, Laravel"),
        pytest.param(USERS, "user_id integer", "users.id", id="a smaller integer can be compared"),
        pytest.param('CREATE TABLE "User" (id uuid PRIMARY KEY);', '"userId" uuid', "User.id", id="Prisma"),
        pytest.param('CREATE TABLE "Users" ("Id" int PRIMARY KEY);', '"UserId" int', "Users.Id", id="Entity Framework"),
        pytest.param(
            "CREATE TABLE app_user (id bigint PRIMARY KEY);", "app_user_id bigint", "app_user.id", id="Hibernate"
        ),
        pytest.param(USERS, "fk_user bigint", "users.id", id="fk in front"),
        pytest.param(USERS, "fk_user_id bigint", "users.id", id="fk in front, and id"),
        pytest.param(USERS, "user_fk bigint", "users.id", id="fk behind"),
        pytest.param(USERS, "id_user bigint", "users.id", id="id in front"),
        pytest.param(USERS, "userid bigint", "users.id", id="written together"),
        pytest.param(USERS, "user_ref bigint", "users.id", id="ref behind"),
        pytest.param("CREATE TABLE tbl_users (id int PRIMARY KEY);", "user_id int", "tbl_users.id", id="tbl_"),
        pytest.param("CREATE TABLE t_user (id int PRIMARY KEY);", "user_id int", "t_user.id", id="t_"),
        pytest.param("CREATE TABLE people (id int PRIMARY KEY);", "person_id int", "people.id", id="irregular"),
        pytest.param("CREATE TABLE statuses (id int PRIMARY KEY);", "status_id int", "statuses.id", id="status"),
        pytest.param("CREATE TABLE addresses (id int PRIMARY KEY);", "address_id int", "addresses.id", id="address"),
        pytest.param("CREATE TABLE categories (id int PRIMARY KEY);", "category_id int", "categories.id", id="y"),
        pytest.param("CREATE TABLE series (id int PRIMARY KEY);", "series_id int", "series.id", id="no plural"),
        pytest.param("CREATE TABLE children (id int PRIMARY KEY);", "child_id int", "children.id", id="children"),
        pytest.param("CREATE TABLE bonuses (id int PRIMARY KEY);", "bonus_id int", "bonuses.id", id="bonus"),
        pytest.param(USERS, "owner_user_id bigint", "users.id", id="the last part"),
        pytest.param(USERS, "created_by bigint", "users.id", id="what a person did"),
        pytest.param(USERS, "approver_id bigint", "users.id", id="what a person does"),
        pytest.param(USERS, "parent_id int", "things.id", id="another row of its own table"),
        pytest.param(USERS, "parent_thing_id int", "things.id", id="another row of its own table, named"),
        pytest.param(
            "CREATE TABLE users (id bigint PRIMARY KEY, uuid uuid UNIQUE);", "user_uuid uuid", "users.uuid", id="a uuid"
        ),
        pytest.param(
            "CREATE TABLE countries (id int PRIMARY KEY, code char(2) UNIQUE);",
            "country_code char(2)",
            "countries.code",
            id="a code",
        ),
        pytest.param(
            "CREATE TABLE employees (emp_no int PRIMARY KEY, name text);", "emp_no int", "employees.emp_no", id="legacy"
        ),
        pytest.param(
            "CREATE TABLE customers (customer_id varchar(5) PRIMARY KEY);",
            "customer_id varchar(5)",
            "customers.customer_id",
            id="a text, if the primary key is one",
        ),
        pytest.param(
            "CREATE DOMAIN user_key AS bigint; CREATE TABLE users (id user_key PRIMARY KEY);",
            "user_id bigint",
            "users.id",
            id="a domain",
        ),
    ],
)
def test_a_name_means_a_table(tables: str, column: str, expected: str) -> None:
    found = meant(f"{tables} CREATE TABLE things (id int PRIMARY KEY, {column});")
    assert list(found.values()) == [expected]


@pytest.mark.parametrize(
    ("tables", "column"),
    [
        pytest.param(USERS, "id bigint", id="its own id"),
        pytest.param(USERS, "thing_id bigint", id="its own id, by name"),
        pytest.param(USERS, "user_xid bigint", id="declared as that of a third party"),
        pytest.param(USERS, "user_id text", id="a text does not meet a number"),
        pytest.param(USERS, "external_user_id bigint", id="external"),
        pytest.param(USERS, "stripe_user_id bigint", id="a vendor"),
        pytest.param(USERS, "user_id bigint GENERATED ALWAYS AS IDENTITY", id="an identity"),
        pytest.param(USERS, "user_id bigserial", id="a sequence"),
        pytest.param(USERS, "users bigint", id="a count"),
        pytest.param(USERS, "user_count bigint", id="a count by name"),
        pytest.param(USERS, "request_id uuid", id="no such table"),
        pytest.param(USERS, "user_id bigint[]", id="an array under the name of one"),
        pytest.param(USERS, "user_id bigint REFERENCES users", id="a key"),
        pytest.param(USERS, "auto_closed_by_id bigint", id="what no person did"),
        pytest.param("CREATE TABLE users (id bigint);", "user_id bigint", id="nothing unique to meet"),
        pytest.param("CREATE TABLE versions (id int PRIMARY KEY);", "version int", id="a number that is called so"),
        pytest.param("CREATE TABLE statuses (id int PRIMARY KEY);", "status int", id="an enumeration"),
        pytest.param("CREATE TABLE grids (id int PRIMARY KEY);", "grid int", id="a word that ends with id"),
    ],
)
def test_a_name_means_none(tables: str, column: str) -> None:
    other = "thing_key" if column.startswith("id ") else "id"
    assert meant(f"{tables} CREATE TABLE things ({other} int PRIMARY KEY, {column});") == {}


def test_keys_of_the_same_name_say_what_it_means() -> None:
    sql = USERS + (
        "CREATE TABLE authors (id bigint PRIMARY KEY);"
        "CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users);"
        "CREATE TABLE pages (id bigint PRIMARY KEY, author_id bigint REFERENCES users);"
        "CREATE TABLE notes (id bigint PRIMARY KEY, author_id bigint REFERENCES users);"
        "CREATE TABLE drafts (id bigint PRIMARY KEY, author_id bigint, last_author_id bigint);"
    )
    found = references(sql)
    assert {name: (each.to and each.to.name, each.grade, each.reason) for name, each in found.items()} == {
        "drafts.author_id": ("users", Grade.STRONG, "as in 3 declared keys"),
        "drafts.last_author_id": ("users", Grade.LIKELY, "last part of the name, as in 3 declared keys"),
    }


def test_keys_that_do_not_agree_say_nothing() -> None:
    sql = USERS + (
        "CREATE TABLE teams (id bigint PRIMARY KEY);"
        "CREATE TABLE a (id bigint PRIMARY KEY, holder_id bigint REFERENCES users);"
        "CREATE TABLE b (id bigint PRIMARY KEY, holder_id bigint REFERENCES teams);"
        "CREATE TABLE c (id bigint PRIMARY KEY, holder_id bigint);"
    )
    assert meant(sql) == {}


def test_the_same_schema_comes_first() -> None:
    tenants = "".join(
        f"CREATE SCHEMA {s}; CREATE TABLE {s}.users (id bigint PRIMARY KEY);"
        f"CREATE TABLE {s}.posts (user_id bigint, plan_id int);"
        for s in ("acme", "globex")
    )
    found = References(catalog_of(f"{USERS} CREATE TABLE plans (id int PRIMARY KEY); {tenants}")).all
    assert [(r.id, str(r.to)) for r in found] == [
        ("acme.posts.user_id", "acme.users"),
        ("acme.posts.plan_id", "public.plans"),
        ("globex.posts.user_id", "globex.users"),
        ("globex.posts.plan_id", "public.plans"),
    ]


def test_a_table_with_the_same_prefix_comes_first() -> None:
    sql = USERS + (
        "CREATE TABLE forum_users (id bigint PRIMARY KEY);"
        "CREATE TABLE forum_posts (user_id bigint); CREATE TABLE orders (user_id bigint);"
    )
    assert meant(sql) == {"forum_posts.user_id": "forum_users.id", "orders.user_id": "users.id"}


def test_a_prefix_that_is_a_table_is_none() -> None:
    sql = (
        "CREATE TABLE orders (id int PRIMARY KEY); CREATE TABLE items (id int PRIMARY KEY);"
        "CREATE TABLE order_items (id int PRIMARY KEY, order_id int, item_id int);"
        "CREATE TABLE order_returns (item_id int);"
    )
    assert meant(sql) == {
        "order_items.order_id": "orders.id",
        "order_items.item_id": "items.id",
        "order_returns.item_id": "items.id",
    }


def test_tables_of_frameworks_are_found_behind_their_prefix() -> None:
    sql = (
        "CREATE TABLE auth_user (id int PRIMARY KEY); CREATE TABLE auth_group (id int PRIMARY KEY);"
        "CREATE TABLE auth_permission (id int PRIMARY KEY); CREATE TABLE blog_post (id int PRIMARY KEY, user_id int);"
        "CREATE TABLE blog_tag (id int PRIMARY KEY); CREATE TABLE blog_comment (id int PRIMARY KEY, post_id int);"
    )
    assert meant(sql) == {"blog_post.user_id": "auth_user.id", "blog_comment.post_id": "blog_post.id"}


def test_a_tenant_in_the_key_is_shared() -> None:
    sql = (
        "CREATE TABLE users (tenant_id int, id int, PRIMARY KEY (tenant_id, id));"
        "CREATE TABLE posts (tenant_id int, user_id int); CREATE TABLE logs (id int, user_id int);"
    )
    (found,) = References(catalog_of(sql)).all
    assert (found.columns, found.referenced_columns) == (("tenant_id", "user_id"), ("tenant_id", "id"))


def test_a_primary_key_that_is_shared_is_a_reference() -> None:
    sql = USERS + "CREATE TABLE user_settings (user_id bigint PRIMARY KEY);"
    assert meant(sql) == {"user_settings.user_id": "users.id"}


def test_partitions_are_their_root() -> None:
    sql = USERS + (
        "CREATE TABLE events (id bigint, user_id bigint) PARTITION BY HASH (id);"
        "CREATE TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
    )
    assert meant(sql) == {"events.user_id": "users.id"}


@pytest.mark.parametrize("name", ["_", "__", " ", "id", "_id", "ID", "\N{SNOWMAN}_id", "ids", "fk", "by", "x" * 63])
def test_any_name_can_be_that_of_a_column_and_of_a_table(name: str) -> None:
    table = f'CREATE TABLE "{name}" ("{name}" bigint PRIMARY KEY, "{name[:61]}_a" bigint REFERENCES "{name}");'
    others = (
        f'CREATE TABLE t ("{name}" bigint, "{name[:61]}_a" bigint, "{name[:60]}_id" bigint, id bigint PRIMARY KEY);'
    )
    assert isinstance(meant(table + others), dict)


def test_a_primary_key_that_is_a_reference_itself_is_not_what_its_name_means() -> None:
    sql = (
        "CREATE TABLE ci_builds (id bigint PRIMARY KEY); CREATE TABLE metadata (build_id bigint PRIMARY KEY);"
        "CREATE TABLE reports (build_id bigint);"
    )
    assert meant(sql) == {}


def test_one_key_of_a_name_says_what_it_means_unless_the_name_is_vague() -> None:
    sql = USERS + (
        "CREATE TABLE a (id bigint PRIMARY KEY, writer bigint REFERENCES users, target bigint REFERENCES users);"
        "CREATE TABLE b (writer bigint, target bigint);"
    )
    assert meant(sql) == {"b.writer": "users.id"}
