from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0007_parked'),
    ]

    operations = [
        migrations.AddField(
            model_name='queue',
            name='answers_calls',
            field=models.BooleanField(default=False),
        ),
    ]
