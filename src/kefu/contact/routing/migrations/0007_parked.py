from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0006_rush'),
    ]

    operations = [
        migrations.AddField('workitem', 'is_parked', models.BooleanField(default=False)),
        migrations.AddField('workitem', 'parked_times', models.PositiveSmallIntegerField(default=0)),
    ]
