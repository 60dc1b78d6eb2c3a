"""Good files become documents; bad ones a line each, and the rest is read."""

import ast
import errno
import io
import json
import os
import time
import zipfile
from pathlib import Path

import pytest

from seeds.reading import files, formats
from seeds.reading.drafts import Document
from seeds.reading.files import BadFile, Skipped, walk

RUSSIAN = "В посёлке открыли детский сад на сто мест. Об этом рассказал заместитель акима района."
KAZAKH = "Ауылда жаңа мектеп ашылды. Бұл туралы аудан әкімі айтты, құрылыс екі жылға созылған."


def read(path: Path) -> list:
    return list(walk([path]))


def packed(entries: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(body: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return packed({"word/document.xml": f'{head}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'})


def paragraph(words: str) -> str:
    return f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("encoding", "words", "read_as"),
    [
        ("utf-8", KAZAKH, "utf-8"),
        ("utf-8-sig", KAZAKH, "utf-8"),
        ("utf-16", KAZAKH, "utf-16-le"),
        ("utf-16-le", KAZAKH, "utf-16-le"),
        ("utf-16-be", KAZAKH, "utf-16-be"),
        ("cp1251", RUSSIAN, "cp1251"),
        ("cp1251", RUSSIAN.upper(), "cp1251"),
        ("kz1048", KAZAKH, "kz1048"),
        ("ascii", "The school was opened.", "utf-8"),
    ],
)
def test_encodings(tmp_path, encoding, words, read_as):
    (tmp_path / "a.txt").write_bytes(words.encode(encoding))
    [document] = read(tmp_path)
    assert (document.text, document.encoding) == (words, read_as)
    assert document.raw == words.encode(encoding)


def test_text_keeps_its_line_ends(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a\r\n\r\nb \rc\n")
    assert read(tmp_path)[0].text == "a\r\n\r\nb \rc\n"


BAD = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\r\n", "blank"),
    ("blank.jsonl", b" \n\n", "blank"),
    ("mark.txt", b"\xef\xbb\xbf", "blank"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    ("noise.txt", bytes(range(256)) * 40, "binary"),
    ("pdf.md", b"%PDF-1.7 text", "binary"),
    ("koi.txt", RUSSIAN.encode("koi8-r"), "encoding"),
    ("latin.txt", "Él niño comió las pequeñas manzañas".encode("latin-1"), "encoding"),
    ("damaged.txt", KAZAKH.encode()[:40] + b"\xff\xfe\xfd" + KAZAKH.encode()[40:], "encoding"),
    ("cut.txt", KAZAKH.encode()[:-1] + "ғ".encode()[:1], "truncated"),
    ("cut16.txt", KAZAKH.encode("utf-16")[:-1], "truncated"),
    ("nul.txt", (RUSSIAN + "\0" + RUSSIAN).encode(), "nul"),
    ("nul.json", json.dumps({"text": "a\0b"}).encode(), "nul"),
    ("broken.json", b'{"text": "a"', "json"),
    ("number.json", b"12", "json"),
    ("deep.json", b"[" * 200_000, "json"),
    ("nothing.json", b'{"title": "a", "txet": "b"}', "no-text"),
    ("header.csv", "atricle,titel\nа,б\n".encode(), "csv-header"),
    ("entities.docx", word(paragraph("&a;"), '<!DOCTYPE a [<!ENTITY a "aaaa">]>'), "docx"),
    ("other.docx", packed({"a.txt": "a"}), "docx"),
    ("broken.docx", word(paragraph("a"))[:60], "docx"),
    ("unclosed.docx", word("<w:p>"), "docx"),
    ("empty.docx", word(paragraph("")), "blank"),
    ("empty.html", b"<html><script>var a</script></html>", "blank"),
    ("no.zip", b"PK\x03\x04 no archive", "zip-damaged"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_file_is_named_and_the_rest_read(tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.txt").write_text(RUSSIAN, encoding="utf-8")
    [bad, good] = read(tmp_path)
    assert (bad.name, bad.code) == (name, code)
    assert str(bad).startswith(name)
    assert str(bad).endswith(f"[{code}]")
    assert "\n" not in str(bad)
    assert good.text == RUSSIAN


def test_place_of_a_bad_byte(tmp_path):
    (tmp_path / "a.txt").write_bytes("бір\nекі ".encode() + b"\xff" + " үш".encode())
    [bad] = read(tmp_path)
    assert bad.place == "line 2, byte 14"


def test_hundred_megabytes_are_refused_unread(tmp_path, monkeypatch):
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(100_000_000)
    monkeypatch.setattr(Path, "open", lambda *_args, **_kwargs: pytest.fail("the file was opened"))
    [bad] = read(tmp_path)
    assert bad.code == "too-large"


def test_wrong_header_of_a_long_table_reads_no_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,txt\n" + "а,б\n" * 1_000_000, encoding="utf-8")
    [bad] = read(path)
    assert bad.code == "csv-header"
    assert bad.place == "line 1"
    assert "“txt”" in bad.reason
    assert "“text”" in bad.reason


def test_table(tmp_path):
    (tmp_path / "a.csv").write_bytes(
        'Заголовок;Text;date\r\nБал;"Бір\nекі";2023-03-06\r\nа;б\r\n\r\n;үш;\r\n'.encode("utf-8-sig")
    )
    first, bad, last = read(tmp_path)
    assert (first.name, first.text) == ("a.csv#3", "Бал\n\nБір\nекі")
    assert first.meta == {"title": "Бал", "date": "2023-03-06"}
    assert (bad.code, bad.place) == ("csv-row", "line 4")
    assert last.text == "үш"


def test_table_in_another_encoding(tmp_path):
    (tmp_path / "a.csv").write_bytes(f"title,text\nНовость,{RUSSIAN.replace(',', '')}\n".encode("cp1251"))
    [document] = read(tmp_path)
    assert document.meta["title"] == "Новость"


def test_bad_lines_do_not_stop_the_others(tmp_path):
    lines = [b'\xef\xbb\xbf{"text": "a"}', b"{", b"", b'{"text": 5}', b"\xff", b'["a"]', b'{"body": "b", "title": "T"}']
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    found = read(tmp_path)
    assert [item.text for item in found if isinstance(item, Document)] == ["a", "T\n\nb"]
    bad = [(item.place, item.code) for item in found if isinstance(item, BadFile)]
    assert bad == [("line 2", "json"), ("line 4", "no-text"), ("line 5", "encoding"), ("line 6", "json")]
    assert found[-1].name == "a.jsonl#7"


def test_endless_line(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "TEXT_LIMIT", 100)
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"a" * 5000 + b'"}\n{"text": "b"}')
    bad, good = read(tmp_path)
    assert (bad.code, bad.place, good.text) == ("too-large", "line 1", "b")


def test_json_list_and_half_surrogates(tmp_path):
    (tmp_path / "a.json").write_text('[{"text": "a\\ud800b"}, 5, {"text": "c"}]')
    first, bad, last = read(tmp_path)
    assert (first.name, first.text, last.name) == ("a.json#1", "a\ufffdb", "a.json#3")
    assert (bad.code, bad.place) == ("json", "document 2")


def test_what_another_system_found_is_kept(tmp_path):
    row = {"id": 7, "title": "Тақырып", "body": "Мәтін.", "source": "S", "published": "2023-01-02", "mentions": [1]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    [document] = read(tmp_path)
    assert document.meta["pre_extracted"] == {"id": 7, "mentions": [1], "text_offset": 9}
    assert document.text[9:] == "Мәтін."


@pytest.mark.parametrize(
    ("words", "text", "meta"),
    [
        ("---\ntitle: Т\ndate: 2023-01-02\n---\n\nМәтін", "Мәтін", {"title": "Т", "date": "2023-01-02"}),
        ("---\r\nтақырып: 'Т: т'\r\nколор: x\r\n---\r\nМ", "М", {"title": "Т: т", "unknown_keys": ["колор"]}),
        (
            "Title: Т\nDate: 2023-01-02\nRegion: Р\n\nМ",
            "М",
            {"title": "Т", "date": "2023-01-02", "unknown_keys": ["Region"]},
        ),
        ("---\nЭто не ключи\n---\nМ", "---\nЭто не ключи\n---\nМ", {}),
        ("Тақырып: сөз\n\nМ", "Тақырып: сөз\n\nМ", {}),
    ],
)
def test_front_matter(tmp_path, words, text, meta):
    (tmp_path / "a.txt").write_bytes(words.encode())
    [document] = read(tmp_path)
    assert (document.text, document.meta) == (text, meta)


def test_markdown(tmp_path):
    (tmp_path / "a.md").write_text("# Бас тақырып\n\n**Қалың** және [сілтеме](http://a.kz) *көлбеу* a_b_c\n", "utf-8")
    [document] = read(tmp_path)
    assert document.text == "Бас тақырып\n\nҚалың және сілтеме көлбеу a_b_c\n"
    assert document.meta["title"] == "Бас тақырып"


PAGE = """<!doctype html><html lang="ru"><head><meta charset="{charset}"><title>Открыт сад - Сайт</title>
<meta property="og:site_name" content="Сайт">
<meta property="article:published_time" content="2023-03-06T14:19:00+06:00">
</head><body><nav><a href="/">Главная</a></nav><article><h1>Открыт сад</h1><p>{text}</p><p>{text}</p></article>
<footer><p>Заказчик: Иванов И.И. Оплачено из средств избирательного фонда.</p></footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_page(tmp_path, charset):
    (tmp_path / "a.htm").write_bytes(PAGE.format(charset=charset, text=RUSSIAN).encode(charset))
    [document] = read(tmp_path)
    assert RUSSIAN in document.text
    assert "Главная" not in document.text
    assert "Заказчик: Иванов И.И." in document.text
    assert document.meta["title"] == "Открыт сад"
    assert document.meta["publisher"] == "Сайт"
    assert document.meta["date"].startswith("2023-03-06")
    assert document.raw


@pytest.mark.parametrize(
    ("day", "read_as"),
    [
        ('<div class="date">22 апреля 2025</div>', "22 апреля 2025"),
        ('<span class="post-date">Опубликовано: 05.07.2023</span>', "Опубликовано: 05.07.2023"),
        ('<time datetime="2024-02-03">вчера</time>', "2024-02-03"),
        ('<div class="date">вчера</div>', None),
        ('<div class="update-list">5 мая 2020</div>', None),
    ],
)
def test_the_day_and_the_headline_of_a_page_without_meta_tags(tmp_path, day, read_as):
    page = f"<title>Открыт новый сад | Портал</title><h1>Открыт новый сад</h1>{day}<p>{RUSSIAN}</p><p>{RUSSIAN}</p>"
    (tmp_path / "a.html").write_text(f'<div class="date">1 мая 2026</div>{page}', encoding="utf-8")
    [document] = read(tmp_path)
    assert document.meta["title"] == "Открыт новый сад"
    assert (document.meta.get("date") or "").startswith(read_as or "")
    assert ("date" in document.meta) == (read_as is not None)


def test_broken_page_still_gives_its_text(tmp_path):
    (tmp_path / "a.html").write_text("<div>" * 3000 + "<p>Открыли сад<b>", encoding="utf-8")
    [document] = read(tmp_path)
    assert document.text == "Открыли сад"


@pytest.mark.parametrize("piece", ["<!--", "<nav></form>", "<![CDATA[", "<a x ", "<", "&", "<p>а "])
def test_hostile_page_takes_linear_time(tmp_path, piece):
    (tmp_path / "a.html").write_text("<p>Открыли сад</p>" + piece * (100_000 // len(piece)), encoding="utf-8")
    start = time.process_time()
    [item] = read(tmp_path)
    assert time.process_time() - start < 10
    assert item.text.startswith("Открыли сад")


def test_word_document(tmp_path):
    cells = f"<w:tbl><w:tr><w:tc>{paragraph('бір')}</w:tc><w:tc>{paragraph('екі')}</w:tc></w:tr></w:tbl>"
    (tmp_path / "a.docx").write_bytes(word(paragraph("Тақырып") + cells))
    assert read(tmp_path)[0].text == "Тақырып\nбір\nекі"


def test_word_document_that_unpacks_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "TEXT_LIMIT", 1000)
    (tmp_path / "a.docx").write_bytes(word(paragraph("a" * 2000)))
    assert read(tmp_path)[0].code == "too-large"


def test_names_in_an_archive(tmp_path):
    inner = packed({"c.txt": "в"})
    (tmp_path / "a.zip").write_bytes(packed({"б/b.txt": "б", "a.txt": "а", "x.exe": "x", "z.zip": inner}))
    found = read(tmp_path / "a.zip")
    assert [item.name for item in found] == ["a.zip!a.txt", "a.zip!x.exe", "a.zip!z.zip!c.txt", "a.zip!б/b.txt"]
    assert isinstance(found[1], Skipped)


@pytest.mark.parametrize("name", ["../a.txt", "b/../../a.txt", "/etc/a.txt", "C:/a.txt", "..\\a.txt"])
def test_archive_names_that_lead_out(tmp_path, name):
    (tmp_path / "a.zip").write_bytes(packed({name: "а", "good.txt": "б"}))
    codes = [item.code if isinstance(item, BadFile) else item.text for item in read(tmp_path)]
    assert sorted(codes) == sorted(["zip-path", "б"])


def test_archive_with_one_name_twice(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for text in ("бірінші", "екінші"):
            entry = zipfile.ZipInfo("a.txt")
            archive.NameToInfo.pop("a.txt", None)  # the packer warns of a name that it knows
            archive.writestr(entry, text)
    first, second = read(tmp_path / "a.zip")
    assert (first.text, second.name, second.code) == ("бірінші", "a.zip!a.txt", "zip-twice")


def test_archive_three_deep(tmp_path):
    three = packed({"b.txt": "б", "two.zip": packed({"c.txt": "в", "three.zip": packed({"d.txt": "г"})})})
    (tmp_path / "one.zip").write_bytes(three)
    found = read(tmp_path)
    assert [item.code for item in found if isinstance(item, BadFile)] == ["zip-nested"]
    assert [item.text for item in found if isinstance(item, Document)] == ["б", "в"]


def test_archive_entry_that_explodes(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed({"bomb.txt": b"0" * 4_000_000, "good.txt": "б"}))
    bad, good = read(tmp_path)
    assert (bad.code, good.text) == ("zip-bomb", "б")


def test_archive_that_explodes_in_all(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "ARCHIVE_LIMIT", 250_000)
    (tmp_path / "a.zip").write_bytes(packed({f"{n}.txt": os.urandom(60_000).hex().encode() for n in range(6)}))
    found = read(tmp_path)
    assert found[-1].code == "zip-bomb"
    assert len(found) == 3


def test_archive_with_a_password(tmp_path):
    data = bytearray(packed({"a.txt": "а" * 50}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    assert read(tmp_path)[0].code == "zip-encrypted"


def test_archive_with_a_damaged_entry(tmp_path):
    data = bytearray(packed({"a.txt": "абв" * 50, "b.txt": "б"}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    bad, good = read(tmp_path)
    assert (bad.code, good.text) == ("zip-damaged", "б")


def test_links_that_lead_in_circles(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "lost.txt").symlink_to("nowhere.txt")
    assert [(item.name, item.code) for item in read(tmp_path)] == [
        ("b/up", "symlink-loop"),
        ("lost.txt", "missing"),
        ("self.txt", "symlink-loop"),
    ]


def test_a_link_to_a_good_file_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("а", encoding="utf-8")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert [item.name for item in read(tmp_path)] == ["a.txt", "b.txt"]


def test_missing_path_and_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert [item.code for item in walk([tmp_path / "none.txt", tmp_path])] == ["missing", "special"]


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EACCES, "permission"), (errno.EIO, "unreadable"), (errno.ENOENT, "missing")]
)
def test_file_that_the_system_refuses(tmp_path, monkeypatch, number, code):
    (tmp_path / "a.txt").write_text("а", encoding="utf-8")

    def refuse(self, *_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", refuse)
    assert read(tmp_path)[0].code == code


def test_folder_that_the_system_refuses(tmp_path, monkeypatch):
    def refuse(_path):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(os, "listdir", refuse)
    assert read(tmp_path)[0].code == "permission"


def test_order_names_and_skipped(tmp_path):
    for name in ("b.TXT", "a/c.txt", "a/pic.jpg", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("а", encoding="utf-8")
    found = read(tmp_path)
    assert [item.name for item in found] == [".git/", "a/c.txt", "a/pic.jpg", "b.TXT"]
    assert [type(item) for item in found] == [Skipped, Document, Skipped, Document]
    assert found == read(tmp_path)


def test_every_code_is_documented():
    folder = Path(files.__file__).parent
    place_of_code = {"BadInput": 0, "BadFile": 3}
    codes = set()
    for name in ("files", "formats", "charset"):
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in place_of_code:
                code = node.args[place_of_code[node.func.id]]
                codes |= {code.value} if isinstance(code, ast.Constant) else set()
    assert {code for _, _, code in BAD} <= codes
    readme = (folder.parent / "README.md").read_text(encoding="utf-8")
    assert [code for code in sorted(codes) if f"| `{code}` |" not in readme] == []
