"""A migration operation that makes a table append-only."""

from django.db.migrations.operations import RunSQL

# One statement-level trigger sees every way: a row changed by hand, in bulk, by a cascade, by
# "ON CONFLICT DO UPDATE", and TRUNCATE. ENABLE ALWAYS: not even a session in the role of a replica
# gets past it. The owner could take the trigger away; the application's role cannot, and the hash
# chain shows what an owner has changed.
REFUSAL = """
CREATE OR REPLACE FUNCTION public.schakel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$
"""
TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"
    FOR EACH STATEMENT EXECUTE FUNCTION public.schakel_refuse_change();
ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER append_only
"""


class MakeAppendOnly(RunSQL):
    """Refuse UPDATE, DELETE and TRUNCATE on ``table``, by anybody, its owner included.

    Stands in the migration that creates the table, after it. The model derives from
    ``core.frozen.models.AppendOnly``, which takes the rights away from the application's role as well.
    Django sees the refusal as IntegrityError.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=[REFUSAL, TRIGGER.format(table=table)],
            reverse_sql=f'DROP TRIGGER append_only ON "{table}"',
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        return (self.__class__.__name__, [self.table], {})

    def describe(self) -> str:
        return f"Make the table {self.table} append-only"
