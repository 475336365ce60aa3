from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_work")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["organization", "due_at", "id"], name="tickets_nearly_late", condition=Q(alarm__gte=75)
            ),
        ),
    ]
