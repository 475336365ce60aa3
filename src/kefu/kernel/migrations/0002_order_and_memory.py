"""The sequence behind event positions, and an audit table that only grows."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE kernel_event_position;
CREATE FUNCTION kernel_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_auditentry
FOR EACH ROW EXECUTE FUNCTION kernel_audit_is_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only ON kernel_auditentry;
DROP FUNCTION kernel_audit_is_append_only();
DROP SEQUENCE kernel_event_position;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
