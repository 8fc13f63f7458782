from importlib import import_module

from django.db import migrations

from tongban.trust.audit.api import erasable_where

FIXED = import_module("tongban.services.payments.migrations.0001_initial").bill_is_fixed().conditions
REFUND = "NEW.amount <> OLD.amount OR NEW.bill_id <> OLD.bill_id OR OLD.done_at IS NOT NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0001_initial'),
        ('audit', '0002_erasing'),
    ]

    operations = [
        *erasable_where("payments_bill", "UPDATE", **FIXED),
        *erasable_where("payments_refund", "UPDATE", sqlite=REFUND, postgresql=REFUND),
    ]
