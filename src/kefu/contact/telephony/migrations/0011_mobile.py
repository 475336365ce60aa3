from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("telephony", "0010_talking"),
    ]

    operations = [
        migrations.AddField(
            model_name="extension",
            name="mobile",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="extension",
            name="uses_mobile",
            field=models.BooleanField(default=False),
        ),
    ]
