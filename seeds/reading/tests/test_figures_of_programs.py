"""Which program a figure is of: named beside it, or what its paragraph or the whole text goes on about."""

import pytest

from seeds.reading import figures
from seeds.reading.gazetteer import load
from seeds.reading.tests.things import read

CARRIED = [
    # The next sentences of the paragraph …
    ("ru", "Проект «Ауыл аманаты» охватил область. На эти цели выделено 4 млрд тенге.", "Ауыл аманаты"),
    ("kk", "Облыста «Ауыл аманаты» жобасы басталды. Бұл қаржыға 12 нысан салынды.", "Ауыл аманаты"),
    # … until they turn to something else,
    ("ru", "Проект «Ауыл аманаты» охватил область. Кроме того, построено 12 школ.", None),
    ("kk", "Облыста «Ауыл аманаты» жобасы басталды. Сондай-ақ 12 мектеп салынды.", None),
    ("kk", "Облыста «Ауыл аманаты» жобасы басталды. Басқарма басшысының мәліметінше, 12 мектеп салынды.", None),
    # or, where no other program is named, of the paragraphs in which somebody goes on speaking.
    ("ru", "Проект «Ауыл аманаты» охватил область.\n\nПо его словам, одобрено 900 заявок.", "Ауыл аманаты"),
    (
        "ru",
        "Проект «Ауыл аманаты» охватил область.\n\nПо её словам, спрос высок.\n\n«Это 900 заявок», – сказала она.",
        "Ауыл аманаты",
    ),
    ("ru", "Проект «Ауыл аманаты» охватил область.\n\nПостроено 12 школ.", None),
    ("ru", "Проект «Ауыл аманаты» охватил область.\n\nВ городе сдали дом.\n\nПо этой программе одобрено 900 заявок.",
     "Ауыл аманаты"),
    ("kk", "Облыста «Ауыл аманаты» жобасы басталды.\n\nҚалада үй салынды.\n\nЖоба 26 ауылды қамтиды.", "Ауыл аманаты"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "program"), CARRIED)
def test_a_program_is_carried_as_long_as_it_is_spoken_of(language, text, program):
    reading = read(text, language)
    (figure,) = figures.find(reading, load())
    assert (figure.program and figure.program.name) == program


OWN = [
    ("Ключи получили 900 семей, в том числе 300 – по проекту «Ауыл аманаты».", [None, "Ауыл аманаты"]),
    ("В районе живут 900 семей; 300 из них помогли по проекту «Ауыл аманаты».", [None, "Ауыл аманаты"]),
    ("Дома получили 900 семей по проекту «Ауыл аманаты».", ["Ауыл аманаты"]),
]


@pytest.mark.parametrize(("text", "programs"), OWN)
def test_a_program_named_late_is_of_the_last_number_before_it(text, programs):
    found = figures.find(read(text, "ru"), load())
    assert [figure.program and figure.program.name for figure in found] == programs
