import json

import pytest

from tongban.kernel.web import api as web


def test_the_same_files_and_moment_give_the_same_page(at):
    files = {"main.typ": b'= #json("data.json").title', "data.json": json.dumps({"title": "餐饮 #panic()"}).encode()}
    first = web.typeset(files=files, at=at)
    assert first.startswith(b"%PDF")
    assert web.typeset(files=files, at=at) == first


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../../../etc/passwd"])
def test_a_template_sees_no_file_that_it_was_not_given(path):
    with pytest.raises(RuntimeError):
        web.typeset(files={"main.typ": f'#read("{path}")'.encode()})
