import os
import sys
import threading
import time

import pytest

from tongban.trust.signatures import api as signatures
from tongban.trust.signatures import checker


@pytest.fixture()
def worker():
    made = []

    def worker(program: str) -> checker.Worker:
        made.append(checker.Worker([sys.executable, "-c", program]))
        return made[-1]

    yield worker
    for each in made:
        each.stop()


def test_a_worker_that_hangs_is_ended_at_the_limit(worker):
    began = time.monotonic()
    hanging = worker("import time; time.sleep(60)")
    assert hanging.ask({}, b"x" * 1_000_000, limit=0.3) == {"codes": ["too_long"]}
    assert time.monotonic() - began < 5
    assert hanging._process is None


@pytest.mark.parametrize(
    "program",
    ["", "raise SystemExit(1)", "print('no json')", "print('[]')", "import os; os.abort()", "print('{\"codes\"')"],
)
def test_a_worker_that_fails_means_could_not_check(worker, monkeypatch, program):
    monkeypatch.setattr(checker, "_worker", worker(program))
    found = signatures.verify_pdf(pdf=b"%PDF-")
    assert (found.status, found.codes) == ("could_not_check", ("failed",))


def test_an_unknown_code_of_the_worker_is_not_believed(worker, monkeypatch):
    answer = 'import sys; sys.stdin.buffer.readline(); print(\'{"codes": ["fine"]}\')'
    monkeypatch.setattr(checker, "_worker", worker(answer))
    assert signatures.verify_pdf(pdf=b"").status == "could_not_check"


def test_no_code_at_all_is_not_valid(worker, monkeypatch):
    answer = "import sys; sys.stdin.buffer.readline(); print('{\"codes\": []}')"
    monkeypatch.setattr(checker, "_worker", worker(answer))
    assert signatures.verify_pdf(pdf=b"").status == "could_not_check"


def test_after_a_fault_the_next_file_is_checked(page):
    assert signatures.verify_pdf(pdf=page).codes == ("no_seal",)
    checker._worker._process.kill()
    checker._worker._process.wait()
    assert signatures.verify_pdf(pdf=page, limit=0).codes == ("too_long",)
    assert signatures.verify_pdf(pdf=page).codes == ("no_seal",)


def test_one_process_serves_all_threads(page):
    found = []
    threads = [threading.Thread(target=lambda: found.append(signatures.verify_pdf(pdf=page).codes)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [("no_seal",)] * 4


def test_a_forked_process_has_a_worker_of_its_own(page):
    assert signatures.verify_pdf(pdf=page).codes == ("no_seal",)
    child = os.fork()
    if not child:
        good = checker._worker._process is None and signatures.verify_pdf(pdf=page).codes == ("no_seal",)
        checker._worker.stop()
        os._exit(0 if good else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert signatures.verify_pdf(pdf=page).codes == ("no_seal",)
