from django.db import models


class OfferFunction(models.Model):
    """Who is competent for a function in an area: one authority, by constraint."""

    function = models.CharField(max_length=64)
    area = models.CharField(max_length=12)
    authority = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["function", "area"], name="offers_one_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.area}"


class Listing(models.Model):
    """What search and lists need of an offer in force."""

    key = models.CharField(max_length=200, unique=True)
    version = models.CharField(max_length=16)
    competence = models.ForeignKey(OfferFunction, null=True, on_delete=models.PROTECT, related_name="listings")
    kind = models.CharField(max_length=20)
    authority = models.CharField(max_length=64, db_index=True)
    area = models.CharField(max_length=12)
    person = models.BooleanField()
    company = models.BooleanField()
    title = models.JSONField()
    summary = models.JSONField()
    sort_zh = models.CharField(max_length=300, db_index=True)
    sort_en = models.CharField(max_length=300, db_index=True)

    def __str__(self) -> str:
        return self.key


class LifePart(models.Model):
    """An offer's place in a life event; a key, because a part may be published later than the whole."""

    whole = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=200, db_index=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whole", "part"], name="offers_part_once"),
        ]

    def __str__(self) -> str:
        return self.part
