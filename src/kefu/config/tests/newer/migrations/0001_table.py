from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.CreateModel(name="Newer", fields=[("id", models.BigAutoField(primary_key=True, serialize=False))]),
        migrations.RunSQL("INSERT INTO newer_newer DEFAULT VALUES"),
        migrations.RunSQL("UPDATE kernel_organization SET name = 'changed'"),
    ]
