from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0007_door_policy'),
    ]

    operations = [
        migrations.AddField('conversation', 'snoozed_until', models.DateTimeField(null=True)),
        migrations.AddField('conversation', 'snooze_note', models.CharField(blank=True, default='', max_length=200), preserve_default=False),
        migrations.AddField('conversation', 'woken_at', models.DateTimeField(null=True)),
        migrations.AddConstraint('conversation', models.CheckConstraint(condition=Q(status='active') | Q(snoozed_until=None), name='only_active_is_snoozed')),
        migrations.AddIndex('conversation', models.Index(condition=Q(snoozed_until__isnull=False), fields=['snoozed_until'], name='conversations_snoozed')),
    ]
