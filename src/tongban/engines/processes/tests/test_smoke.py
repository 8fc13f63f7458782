import pytest
from tongban.engines.processes import models
@pytest.mark.django_db
def test_x():
    assert models.Instance.objects.count()==0
