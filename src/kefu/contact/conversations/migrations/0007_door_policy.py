import django.contrib.postgres.fields
import django.db.models.deletion
import kefu.kernel.clock
import kefu.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('conversations', '0006_site_logo'),
        ('kernel', '0008_sign_in_safety'),
    ]

    operations = [
        migrations.CreateModel(
            name='DoorPolicy',
            fields=[
                ('id', models.UUIDField(default=kefu.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=kefu.kernel.clock.now)),
                ('challenge', models.CharField(choices=[('suspicious', 'Suspicious'), ('always', 'Always'), ('never', 'Never')], default='suspicious', max_length=10)),
                ('asks_sum', models.BooleanField(default=False)),
                ('links', models.CharField(choices=[('off', 'Off'), ('flag', 'Flag'), ('refuse', 'Refuse')], default='flag', max_length=10)),
                ('allowed_domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), default=list, size=None)),
                ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.brand')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.organization')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
