"""The examples of Porter's paper, and what we changed."""

import pytest

from app.kit.fulltext.stems import stem

PAPER = """
caresses caress, ponies poni, ties ti, caress caress, cats cat, feed feed, agreed agre,
plastered plaster, bled bled, motoring motor, sing sing, conflated conflat, troubled troubl,
sized size, hopping hop, tanned tan, falling fall, hissing hiss, fizzed fizz, failing fail,
filing file, happy happi, sky sky, relational relat, conditional condit, rational ration,
valenci valenc, hesitanci hesit, digitizer digit, conformabli conform, radicalli radic,
differentli differ, vileli vile, analogousli analog, vietnamization vietnam, predication predic,
operator oper, feudalism feudal, decisiveness decis, hopefulness hope, callousness callous,
formaliti formal, sensitiviti sensit, sensibiliti sensibl, triplicate triplic, formative form,
formalize formal, electriciti electr, electrical electr, hopeful hope, goodness good,
revival reviv, allowance allow, inference infer, airliner airlin, gyroscopic gyroscop,
adjustable adjust, defensible defens, irritant irrit, replacement replac, adjustment adjust,
dependent depend, adoption adopt, homologou homolog, communism commun, activate activ,
angulariti angular, homologous homolog, effective effect, bowdlerize bowdler, probate probat,
rate rate, cease ceas, controll control, roll roll
"""


@pytest.mark.parametrize("pair", PAPER.replace("\n", " ").strip().split(", "))
def test_the_examples_of_the_paper(pair):
    word, expected = pair.split()
    assert stem(word) == expected


@pytest.mark.parametrize(
    "forms",
    [
        "connect connected connecting connects connection connections",
        "install installs installed installing",
        "add adds added adding",
        "printer printers",
        "cycle cycles cycling",
        "query queries queried",
    ],
)
def test_forms_of_one_word_meet(forms):
    assert len({stem(word) for word in forms.split()}) == 1


def test_very_short_words_stay():
    assert [stem(word) for word in ("", "a", "as", "is")] == ["", "a", "as", "is"]
