"""Extensions and the one function that names are sorted by.

All four extensions are "trusted": the owner of the database may create them without being a superuser.
"""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

# unaccent() by itself is only STABLE, because somebody could change its dictionary; naming the
# dictionary makes the promise honest enough for an index. Names carry their schema because
# PostgreSQL builds indexes with an empty search path.
CREATE_SORT_FUNCTION = """
CREATE OR REPLACE FUNCTION public.schakel_sort(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, value))
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateExtension("pg_trgm"),
        CreateExtension("unaccent"),
        CreateExtension("btree_gist"),
        CreateExtension("citext"),
        migrations.RunSQL(CREATE_SORT_FUNCTION, "DROP FUNCTION public.schakel_sort(text)"),
    ]
