import pytest

from tongban.trust.audit.note import NoteError, NoteKey, checkpoint_text, open_note, read_checkpoint

# The example of Go's sumdb/note package: https://pkg.go.dev/golang.org/x/mod/sumdb/note
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"


def test_a_note_of_another_program_is_read():
    assert open_note(TEXT + "\n" + LINE, VERIFIER) == TEXT


def test_our_line_is_the_one_that_another_program_writes():
    key = NoteKey.parse(SECRET)
    assert (key.sign(TEXT), key.verifier, key.secret) == (LINE, VERIFIER, SECRET)


def test_a_line_of_an_unknown_key_beside_ours_is_passed_over():
    other = NoteKey.generate("witness").sign(TEXT)
    assert open_note(TEXT + "\n" + other + LINE, VERIFIER) == TEXT


@pytest.mark.parametrize(
    "note",
    [
        TEXT.replace("answer", "question") + "\n" + LINE,
        TEXT + LINE,
        TEXT + "\n",
        TEXT + "\n" + LINE.replace("x08g", "x08h"),
        TEXT + "\n" + LINE.replace("Neumann", "Newman"),
        TEXT + "\n— PeterNeumann ####\n",
        "",
    ],
)
def test_a_changed_or_unsigned_note_is_refused(note):
    with pytest.raises(NoteError):
        open_note(note, VERIFIER)


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_name_that_a_note_cannot_carry_is_refused(name):
    with pytest.raises(NoteError):
        NoteKey.generate(name)


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+a", SECRET.replace("c74f20a3", "c74f20a4"), VERIFIER])
def test_a_damaged_key_is_refused(text):
    with pytest.raises(NoteError):
        NoteKey.parse(text)


def test_a_checkpoint_says_origin_size_and_root():
    assert read_checkpoint(checkpoint_text("city", 7, b"r" * 32)) == ("city", 7, b"r" * 32)
    for text in ("", "city\n7\n", "city\n-7\n" + "A" * 44 + "\n", "city\n7\nAAAA\n"):
        with pytest.raises(NoteError):
            read_checkpoint(text)
