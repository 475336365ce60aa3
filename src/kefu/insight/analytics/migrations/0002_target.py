import django.db.models.deletion
import kefu.kernel.clock
import kefu.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0001_initial'),
        ('kernel', '0003_numberseries'),
    ]

    operations = [
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.UUIDField(default=kefu.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=kefu.kernel.clock.now)),
                ('code', models.CharField(max_length=40)),
                ('value', models.FloatField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'code'), name='target_of_figure_once')],
            },
        ),
    ]
