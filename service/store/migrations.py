"""The workspace's schema, step by step. A published step is never changed, only followed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("kompas")

ORIGIN = {"origin": str}  # which load put a row in, so that loading again replaces it


@migrations()
def m001_catalogue(db: Database) -> None:
    """Create what is known about products: sources, groups, products, evidence, labels."""
    text = dict.fromkeys
    db.table("sources").create(
        {
            **text(("id", "name", "version"), str),
            "year": int,
            **text(("publisher", "licence", "attribution", "url"), str),
        },
        pk="id",
        strict=True,
    )
    db.table("groups").create(
        text(("id", "parent", "name_da", "name_en", "use_group", "names"), str),
        pk="id",
        strict=True,
    )
    db.table("products").create(
        {
            **text(("id", "group_id", "brand", "name_da", "name_en"), str),
            "demo": int,
            **ORIGIN,
        },
        pk="id",
        strict=True,
    )
    db.table("identifiers").create(
        {**text(("key", "product_id", "rung"), str), **ORIGIN},
        pk=("key", "product_id", "origin"),  # two loads may know the same identifier
        strict=True,
    )
    evidence = db.table("evidence").create(
        {
            "id": int,
            **text(("subject", "attribute"), str),
            **text(("value", "low", "high"), float),
            **text(("unit", "status", "source"), str),
            "year": int,
            **text(("valid_from", "valid_to"), str),
            "inherits": int,
            **ORIGIN,
        },
        pk="id",
        strict=True,
    )
    evidence.create_index(["subject"])
    db.table("label_types").create(
        text(("code", "name_da", "name_en", "issuer", "kind", "url"), str), pk="code", strict=True
    )
    labels = db.table("labels").create(
        {
            "id": int,
            **text(("product_id", "code", "licence", "valid_from", "valid_to", "source"), str),
            **ORIGIN,
        },
        pk="id",
        strict=True,
    )
    labels.create_index(["product_id"])


@migrations()
def m002_shops(db: Database) -> None:
    """Create shops and their offers."""
    db.table("shops").create({"id": str, "name": str}, pk="id", strict=True)
    db.table("shop_hosts").create({"host": str, "shop_id": str}, pk="host", strict=True)
    offers = db.table("offers").create(
        {
            **dict.fromkeys(("shop_id", "sku", "path", "product_id"), str),
            "price": float,
            "currency": str,
            "net_content": float,
            "net_unit": str,
            **ORIGIN,
        },
        pk=("shop_id", "sku"),
        strict=True,
    )
    offers.create_index(["product_id"])


@migrations()
def m003_rulesets(db: Database) -> None:
    """Create the published rulesets, immutable and named by their content's hash."""
    db.table("rulesets").create(
        dict.fromkeys(("hash", "id", "version", "document", "published_at"), str),
        pk="hash",
        strict=True,
    )


@migrations()
def m004_imports(db: Database) -> None:
    """Create the imports, and what they leave on rows: who put it in, who took its place.

    A row counts while superseded_by and withdrawn_by are both null; it is never overwritten.
    """
    text = dict.fromkeys
    db.table("imports").create(
        {
            "id": int,
            **text(("source", "shop", "part", "evidence_source", "file", "hash", "reading"), str),
            "at": str,
            "complete": int,
            **text(("read", "taken", "rejected", "added", "changed", "unchanged"), int),
            "withdrawn": int,
        },
        pk="id",
        strict=True,
    )
    for name in ("evidence", "labels", "offers"):
        table = db.table(name)
        table.add_column("import_id", int)
        table.add_column("withdrawn_by", int)
        if name != "offers":
            table.add_column("superseded_by", int)
            table.create_index(["import_id"])
    db.table("offers").add_column("supplier", str, not_null_default="")
    identifiers = db.table("identifiers")
    identifiers.add_column("import_id", int)
    identifiers.create_index(["product_id"])
    identifiers.create_index(["import_id"])
    db.table("group_codes").create(  # other vocabularies' codes of a group: "agribalyse:19646"
        {**text(("code", "group_id"), str), **ORIGIN},
        pk=("code", "group_id", "origin"),
        strict=True,
    )


@migrations()
def m010_reviews(db: Database) -> None:
    """Create the doubtful matches and what people have said of them."""
    reviews = db.table("reviews").create(
        {
            "id": int,
            **dict.fromkeys(
                ("shop_id", "key", "title", "candidates", "about", "subject", "status", "at"), str
            ),
        },
        pk="id",
        strict=True,
    )
    reviews.create_index(["shop_id", "key"], unique=True)
    reviews.create_index(["status"])


@migrations()
def m011_agreements(db: Database) -> None:
    """Tell under which agreement an offer is sold: alternatives stay within it."""
    db.table("offers").add_column("agreement", str, not_null_default="")


@migrations()
def m012_shop_adapters(db: Database) -> None:
    """Create the administrator's shop adapters: every version of each, the newest one counts.

    The document is JSON; "" stands for one that was removed. Rows are added and never changed.
    """
    adapters = db.table("shop_adapters").create(
        {"id": int, **dict.fromkeys(("adapter", "document", "at"), str)}, pk="id", strict=True
    )
    adapters.create_index(["adapter"])


@migrations()
def m013_same_products(db: Database) -> None:
    """Tell which products are one, see `service.store.same`, and whose each identifier then is."""
    same = db.table("same_products").create(
        {"product_id": str, "same_as": str}, pk="product_id", strict=True
    )
    same.create_index(["same_as"])
    db.create_view(
        "known_keys",
        "SELECT i.key, coalesce(s.same_as, i.product_id) AS product_id, i.rung, i.origin,"
        " i.product_id AS own FROM identifiers i"
        " LEFT JOIN same_products s ON s.product_id = i.product_id",
    )


@migrations()
def m020_audit(db: Database) -> None:
    """Create the audit; rows are added and never changed, see `service.store.audit`."""
    db.table("audit").create(
        {"id": int, **dict.fromkeys(("at", "actor", "action", "subject", "details"), str)}
        | {"previous": str, "hash": str},
        pk="id",
        strict=True,
    )
    db.table("audit").create_index(["actor"])
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
        )


@migrations()
def m021_users(db: Database) -> None:
    """Create the administrators, and the tokens of the API.

    A user has a password here or comes from a provider (issuer and subject); roles is JSON, a list.
    Of a token only its SHA-256 is kept.
    """
    text = dict.fromkeys
    db.table("users").create(
        text(("name", "display", "roles", "password", "issuer", "subject", "language"), str)
        | text(("created_at", "disabled_at"), str),
        pk="name",
        strict=True,
    )
    db.execute(
        "CREATE UNIQUE INDEX idx_users_issuer_subject ON users (issuer, subject) WHERE issuer != ''"
    )
    tokens = db.table("tokens").create(
        {"id": int, **text(("name", "hash", "scope", "created_by", "created_at"), str)}
        | text(("expires_on", "revoked_at"), str),
        pk="id",
        strict=True,
    )
    tokens.create_index(["hash"], unique=True)


@migrations()
def m022_ruleset_versions(db: Database) -> None:
    """Create the rulesets on their way: versions, their documents, comments, and jobs that publish.

    `revision` grows with every change: whoever saves names the one they saw. Each document that
    was saved is kept, so that it can be told what somebody else has changed meanwhile.
    """
    text = dict.fromkeys
    versions = db.table("ruleset_versions").create(
        {"id": int, "revision": int}
        | text(("ruleset", "version", "status", "document", "faults", "hash", "base"), str)
        | text(("authors", "created_at", "changed_at", "changed_by"), str)
        | text(("approver", "publish_on", "reason", "impact"), str),
        pk="id",
        strict=True,
    )
    versions.create_index(["status"])
    db.table("ruleset_revisions").create(
        {"version_id": int, "revision": int, **text(("document", "changed_by", "at"), str)},
        pk=("version_id", "revision"),
        strict=True,
    )
    comments = db.table("ruleset_comments").create(
        {"id": int, "version_id": int, **text(("author", "at", "text"), str)},
        pk="id",
        strict=True,
    )
    comments.create_index(["version_id"])
    jobs = db.table("jobs").create(
        {"id": int, "done": int, "total": int, "pid": int}
        | text(("kind", "subject", "actor", "status", "stage", "details", "result"), str)
        | text(("created_at", "beat_at", "ended_at"), str),
        pk="id",
        strict=True,
    )
    jobs.create_index(["status"])


@migrations()
def m023_decisions(db: Database) -> None:
    """Create what stewards decide about evidence: figures set or withdrawn by hand, equivalents.

    A row withdrawn by hand (withdrawn_at) still stands for an import: the same figure delivered
    again does not bring it back unseen. An equivalent says that a document proves what a label
    would (Udbudsloven § 46). `product_edits` counts each product's edits, so that whoever saves
    names the state they saw.
    """
    text = dict.fromkeys
    for name in ("evidence", "labels"):
        table = db.table(name)
        for column in ("withdrawn_who", "withdrawn_at", "withdrawn_why"):
            table.add_column(column, str)
        db.execute(
            f"CREATE INDEX {name}_withdrawn ON {name} (withdrawn_at) WHERE withdrawn_at IS NOT NULL"
        )
    for column in ("set_who", "set_at", "set_why"):
        db.table("evidence").add_column(column, str)
    equivalents = db.table("equivalents").create(
        {"id": int, **text(("product_id", "code", "document", "reason", "reviewer"), str)}
        | text(("valid_from", "created_at", "expires_on"), str)
        | text(("revoked_who", "revoked_at", "revoked_why"), str),
        pk="id",
        strict=True,
    )
    equivalents.create_index(["product_id"])
    db.table("product_edits").create(
        {"product_id": str, "revision": int}, pk="product_id", strict=True
    )


@migrations()
def m035_settings(db: Database) -> None:
    """Create what administrators set for the installation; value is JSON."""
    db.table("settings").create({"name": str, "value": str}, pk="name", strict=True)


@migrations()
def m040_search(db: Database) -> None:
    """Create the index that the catalogue is searched by, and what tells that it is behind.

    `searched` has a row for each product that is one of its own, `search_texts` all words that lead
    to it; triggers note in `search_changed` whose row is to be written anew. See
    `service.store.search`.
    """
    db.table("search_kinds").create(
        {"id": int, **dict.fromkeys(("group_id", "brand", "shops", "labels"), str), "known": int},
        pk="id",
        strict=True,
    )
    kind = ["group_id", "brand", "shops", "labels", "known"]
    db.table("search_kinds").create_index(kind, unique=True)
    searched = db.table("searched").create(
        {"id": int, "product_id": str, "kind": int, "grade": str},
        pk="id",
        strict=True,
    )
    searched.create_index(["product_id"], unique=True)
    searched.create_index(["kind", "grade"])
    # The words stand apart: whoever counts kinds has less to read.
    db.table("search_texts").create({"id": int, "words": str}, pk="id", strict=True)
    db.table("search_state").create({"key": str, "value": str}, pk="key", strict=True)
    db.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5 (words, content='search_texts',"
        " content_rowid='id', detail=none, columnsize=0, prefix='2 3',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    db.execute("CREATE TABLE search_changed (product_id TEXT PRIMARY KEY) WITHOUT ROWID")
    _noting_triggers(db)
    db.execute("INSERT INTO search_changed SELECT id FROM products")


def _noting_triggers(db: Database) -> None:
    """Note whose row of the search index a change concerns.

    An offer that is replaced is noted before: no trigger tells of the row that goes. OR IGNORE
    would be of no use: in a trigger the statement that fired it says what a conflict leads to.
    """
    note = (
        "INSERT INTO search_changed SELECT {0} WHERE {0} IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM search_changed WHERE product_id = {0});"
    )
    owners = {
        "products": ("id",),
        "identifiers": ("product_id",),
        "labels": ("product_id",),
        "equivalents": ("product_id",),
        "evidence": ("subject",),
        "offers": ("product_id",),
        "same_products": ("product_id", "same_as"),
    }
    for table, columns in owners.items():
        for change, rows in (("INSERT", "NEW"), ("DELETE", "OLD"), ("UPDATE", "OLD NEW")):
            notes = " ".join(note.format(f"{r}.{c}") for r in rows.split() for c in columns)
            db.execute(
                f"CREATE TRIGGER search_{table}_{change.lower()} AFTER {change} ON {table}"
                f" BEGIN {notes} END"
            )
    db.execute(
        "CREATE TRIGGER search_offers_replace BEFORE INSERT ON offers BEGIN"
        " INSERT INTO search_changed SELECT product_id FROM offers"
        " WHERE (shop_id, sku) = (NEW.shop_id, NEW.sku) AND product_id IS NOT NULL"
        " AND product_id NOT IN (SELECT product_id FROM search_changed); END"
    )
