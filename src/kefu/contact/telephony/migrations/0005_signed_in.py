from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('telephony', '0004_speech'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='wrap_up_more',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='call',
            name='wrap_up_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='extension',
            name='is_signed_in',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='call',
            name='phase',
            field=models.CharField(choices=[('flow', 'Flow'), ('calling', 'Calling'), ('dialling', 'Dialling'), ('waiting', 'Waiting'), ('ringing', 'Ringing'), ('talking', 'Talking'), ('lost', 'Lost'), ('closing', 'Closing'), ('ended', 'Ended')], default='flow', max_length=10),
        ),
    ]
