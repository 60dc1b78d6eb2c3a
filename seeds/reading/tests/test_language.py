"""The language of a sentence, by letters, words and endings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.reading import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ауданда жаңа мектеп ашылды", "kk"),
        ("Партия филиалының басшысы", "kk"),
        ("жобасы аясында баспана алды", "kk"),
        ("Мемлекет басшысы Алматыда болды", "kk"),
        ("МЕКТЕП АУЛАСЫНДА АҒАШ ОТЫРҒЫЗЫЛДЫ", "kk"),
        ("Тоқаев провел встречу", "ru"),
        ("Пособие получают 400 тысяч граждан", "ru"),
        ("Открыт центр «Бақытты отбасы»", "ru"),
        ("Министр Дәурен Әбаев рассказал журналистам о планах", "ru"),
        ("АКИМ ОБЛАСТИ ПРИНЯЛ УЧАСТИЕ В СУББОТНИКЕ", "ru"),
        ("Новости партнеров", "ru"),
        ("Ол «Новая газета» басылымына сұхбат берді", "kk"),
        ("The minister visited the region on Monday", "en"),
        ("Qazaqstannyń jańa zańy boıynsha jumys bastaldy", ""),
        ("Der Minister besuchte gestern die Region", ""),
        ("Президент відвідав місто і поговорив з людьми, які її чекали", ""),
        ("Шаарда эл аралык жыйын болуп өттү жана катышуучулар менен жолугушуу уюштурулду", ""),
        ("国家主席访问了该地区", ""),
    ],
)
def test_sentence(text, code):
    assert language.of(text) == code


@pytest.mark.parametrize(
    ("text", "default", "code"),
    [
        ("Жалпы 45 адам сотталды", "kk", "kk"),
        ("Акция аясында 320 бала мектепке дайындалды", "kk", "kk"),
        ("Аким принял граждан", "ru", "ru"),
        ("Ауданда жаңа мектеп ашылды", "ru", "kk"),
    ],
)
def test_what_tells_little_is_in_the_language_of_its_text(text, default, code):
    assert language.of(text, default) == code


@pytest.mark.parametrize("text", ["Алматы", "15.03.2022", "", "AMANAT", "!!!"])
def test_nothing_to_tell_by(text):
    assert (language.of(text), language.of(text, "kk")) == ("", "kk")


def test_shares_of_a_mixed_text():
    shares = language.shares("Ауданда жаңа мектеп ашылды.\nВ районе открыли новую школу для детей.")
    assert list(shares) == ["ru", "kk"]
    assert sum(shares.values()) == pytest.approx(1)
    assert 0.3 < shares["kk"] < 0.5


@given(st.text(max_size=200))
def test_any_text(text):
    assert language.of(text) in language.LANGUAGES
    shares = language.shares(text)
    assert set(shares) <= set(language.LANGUAGES)
    assert not shares or sum(shares.values()) == pytest.approx(1)
