"""What the database itself does for the regions and municipalities; used by the migrations."""

# What a name is compared by: without case, accents and signs, "Saint-Éloi" as "saint eloi". A municipality's
# keys are filled in by a trigger, so nobody has to remember it and they cannot be wrong. (No generated column: Django
# then asks the database with every `manage.py check`.) Names carry their schema, as in core's first migration.
MAKE_NAME_KEYS = """
CREATE FUNCTION public.places_name_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim(regexp_replace(public.schakel_sort(value), '[^a-z0-9]+', ' ', 'g'));
CREATE FUNCTION public.places_name_keys(name text, name_fr text, former_names text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ARRAY(
        SELECT DISTINCT public.places_name_key(one) FROM unnest(name || (name_fr || former_names)) AS one
        WHERE public.places_name_key(one) <> '' ORDER BY 1
    );
"""
FILL_IN_NAME_KEYS = """
CREATE FUNCTION public.places_keys_of_municipality() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name_keys := public.places_name_keys(NEW.name, NEW.name_fr, NEW.former_names);
    RETURN NEW;
END
$$;
CREATE TRIGGER keys_of_municipality BEFORE INSERT OR UPDATE ON places_municipality
    FOR EACH ROW EXECUTE FUNCTION public.places_keys_of_municipality();
UPDATE places_municipality SET name = name;
"""
LEAVE_NAME_KEYS_ALONE = """
DROP TRIGGER keys_of_municipality ON places_municipality;
DROP FUNCTION public.places_keys_of_municipality();
"""
FORGET_NAME_KEYS = """
DROP FUNCTION public.places_name_keys(text, text, text[]);
DROP FUNCTION public.places_name_key(text);
"""

# The division stands in each row of the link as well, so that a plain unique constraint can hold "one region of a
# division per municipality". Nobody has to remember to fill it in, and it cannot be wrong.
FILL_IN_DIVISION = """
CREATE FUNCTION public.places_division_of_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.division_id := (SELECT division_id FROM places_region WHERE id = NEW.region_id FOR SHARE);
    RETURN NEW;
END
$$;
CREATE TRIGGER division_of_region BEFORE INSERT OR UPDATE ON places_municipalityinregion
    FOR EACH ROW EXECUTE FUNCTION public.places_division_of_region();

CREATE FUNCTION public.places_region_changes_division() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE places_municipalityinregion SET region_id = region_id WHERE region_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER region_changes_division AFTER UPDATE OF division_id ON places_region
    FOR EACH ROW WHEN (OLD.division_id IS DISTINCT FROM NEW.division_id)
    EXECUTE FUNCTION public.places_region_changes_division();
"""
LEAVE_DIVISION_ALONE = """
DROP TRIGGER region_changes_division ON places_region;
DROP FUNCTION public.places_region_changes_division();
DROP TRIGGER division_of_region ON places_municipalityinregion;
DROP FUNCTION public.places_division_of_region();
"""
COPY_LINKS = """
INSERT INTO places_municipalityinregion (municipality_id, region_id)
SELECT municipality_id, region_id FROM places_municipality_regions
"""
COPY_LINKS_BACK = """
INSERT INTO places_municipality_regions (municipality_id, region_id)
SELECT municipality_id, region_id FROM places_municipalityinregion
"""
