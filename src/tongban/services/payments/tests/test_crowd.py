"""Many at once, on a database of their own."""


def test_eight_at_once_issue_one_bill_and_settle_it_once(own_node):
    done = own_node("tongban.services.payments.tests.crowd").communicate(timeout=120)[0]
    assert done.strip() == "8 1 [('paid', 1), ('repeated', 7)] ¥2.00"
