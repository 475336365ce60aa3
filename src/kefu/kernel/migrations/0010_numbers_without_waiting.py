from django.db import migrations

COUNTING = """
CREATE FUNCTION kernel_next_numbers(organization uuid, series text, year integer, how_many integer)
RETURNS SETOF bigint LANGUAGE plpgsql AS $$
DECLARE
    counter text := format('number_%s_%s_%s', replace(organization::text, '-', ''), lower(series), year);
BEGIN
    IF to_regclass(counter) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext(counter));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', counter);
    END IF;
    RETURN QUERY SELECT nextval(counter::regclass) FROM generate_series(1, how_many);
END $$
"""
GO_ON = """
SELECT setval(format('number_%s_%s_%s', replace(known.organization_id::text, '-', ''), lower(known.series), known.year)::regclass, known.last)
FROM kernel_numberseries AS known, kernel_next_numbers(known.organization_id, known.series, known.year, 1)
WHERE known.last > 0
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_block_refusals")]
    operations = [
        migrations.RunSQL(COUNTING, "DROP FUNCTION kernel_next_numbers"),
        migrations.RunSQL(GO_ON, migrations.RunSQL.noop),
        migrations.DeleteModel("NumberSeries"),
    ]
