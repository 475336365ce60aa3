from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("telephony", "0012_rating_by_sms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="call",
            name="phase",
            field=models.CharField(
                choices=[
                    ("flow", "Flow"),
                    ("calling", "Calling"),
                    ("dialling", "Dialling"),
                    ("waiting", "Waiting"),
                    ("ringing", "Ringing"),
                    ("greeting", "Greeting"),
                    ("talking", "Talking"),
                    ("lost", "Lost"),
                    ("message", "Message"),
                    ("rating", "Rating"),
                    ("callback", "Callback"),
                    ("forwarded", "Forwarded"),
                    ("closing", "Closing"),
                    ("ended", "Ended"),
                ],
                default="flow",
                max_length=10,
            ),
        ),
    ]
