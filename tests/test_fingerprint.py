"""A finding's identity is worked out the same for one as for many."""

import hashlib

from gradeaudit.fingerprint import fingerprint, fingerprints


def digits(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def test_it_is_made_of_the_rule_the_gradebook_and_the_subject_by_its_names():
    assert fingerprint("weights-total", "canvas:7", {}) == digits("weights-total\x1fcanvas:7")
    told = fingerprint("code-unknown", "canvas:7", {"key": "abs", "assignment": "42"})
    assert told == digits("code-unknown\x1fcanvas:7\x1fassignment=42\x1fkey=abs")


def test_many_are_told_apart_by_gradebook_and_by_subject():
    several = fingerprints("code-unknown", ["a", "a", "b"], {"key": ["x", "y", "x"]})
    assert several == [digits(f"code-unknown\x1f{book}\x1fkey={key}") for book, key in ("ax", "ay", "bx")]
    assert fingerprints("code-unknown", [], {"key": []}) == []


def test_half_a_surrogate_pair_in_a_title_does_no_harm():
    assert len(fingerprint("title-untidy", "a", {"assignment": "\ud83d"})) == 20
