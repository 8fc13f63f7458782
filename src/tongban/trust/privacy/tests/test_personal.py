import pytest
from django.db import models, transaction
from django.test.utils import isolate_apps

from tongban.trust.privacy import api as privacy
from tongban.trust.privacy.models import SubjectKey

pytestmark = pytest.mark.django_db


@pytest.fixture()
def people():
    with isolate_apps("tongban.trust.privacy"):

        class Secret(privacy.Personal):
            subject_tag = models.CharField(max_length=32)
            suite = models.CharField(max_length=20)
            wrapped = models.BinaryField()

            class Meta(privacy.Personal.Meta):
                app_label = "privacy"
                db_table = "privacy_subjectkey"
                managed = False

        yield Secret


ASKING = {
    "list": lambda people: list(people.objects.all()),
    "get": lambda people: people.objects.get(pk=10**6),
    "first": lambda people: people.objects.first(),
    "count": lambda people: people.objects.count(),
    "exists": lambda people: people.objects.exists(),
    "aggregate": lambda people: people.objects.aggregate(models.Max("id")),
    "iterator": lambda people: next(people.objects.iterator(), None),
    "values": lambda people: list(people.objects.values_list("suite")),
    "nested": lambda people: list(SubjectKey.objects.filter(pk__in=people.objects.values("pk"))),
    "union": lambda people: list(SubjectKey.objects.values("pk").union(people.objects.values("pk"))),
    "update": lambda people: people.objects.update(suite="x"),
    "delete": lambda people: people.objects.all().delete(),
    "create": lambda people: people.objects.create(subject_tag="t", suite="x", wrapped=b""),
    "bulk": lambda people: people.objects.bulk_create([people(subject_tag="t", suite="x", wrapped=b"")]),
    "save": lambda people: people(pk=10**6, subject_tag="t", suite="x", wrapped=b"").save(),
    "refresh": lambda people: people(pk=10**6).refresh_from_db(),
    "raw delete": lambda people: people(pk=10**6).delete(),
}


@pytest.mark.parametrize("way", ASKING)
def test_every_way_of_asking_is_refused_outside_an_access(people, way):
    SubjectKey.objects.create(pk=10**6, subject_tag="one", suite="s", wrapped=b"")
    with pytest.raises(privacy.OutsideAccess), transaction.atomic():
        ASKING[way](people)
    assert SubjectKey.objects.filter(subject_tag="one", suite="s").exists()


@pytest.mark.parametrize("way", ASKING)
def test_every_way_of_asking_works_inside(people, way, clerk, at):
    SubjectKey.objects.create(pk=10**6, subject_tag="one", suite="s", wrapped=b"")
    with privacy.access(purpose="test", by=clerk, at=at):
        ASKING[way](people)


def test_a_query_prepared_inside_is_not_answered_outside(people, clerk, at):
    with privacy.access(purpose="test", by=clerk, at=at):
        later = people.objects.filter(suite="s").order_by("id")
    with pytest.raises(privacy.OutsideAccess):
        list(later)
