"""Processes change how long reading takes, never what comes of it."""

import pytest

from seeds import pool
from seeds.reading.drafts import Document, Reading
from seeds.tests import state, stub

DOCUMENTS = [Document(f"{n}.txt", f"Хабар\nКөкжар қаласында {n} мектеп бар. Асан Сапаров айтты.") for n in range(1, 20)]


def chunks(documents, size=4):
    return [(at, documents[at : at + size]) for at in range(0, len(documents), size)]


def read(documents, workers):
    return [result for _key, results in pool.read_chunks(chunks(documents), workers, stub.read) for result in results]


def test_two_processes_keep_the_order_and_give_back_the_documents():
    results = read(DOCUMENTS, 2)
    assert [result.document for result in results] == DOCUMENTS
    assert [result.figures[0].value for result in results] == list(range(1, 20))


def test_a_document_that_kills_its_process_fails_alone():
    documents = [*DOCUMENTS[:5], Document("bad.txt", "KILL"), *DOCUMENTS[5:9], Document("odd.txt", "FAIL")]
    results = read(documents, 2)
    codes = [result.code if isinstance(result, pool.Failure) else "" for result in results]
    assert codes == ["", "", "", "", "", "reader-died", "", "", "", "", "reading-failed"]
    assert all(isinstance(result, Reading) for result, code in zip(results, codes, strict=True) if not code)


@pytest.mark.django_db(transaction=True)
def test_one_and_two_workers_write_the_same(run_import, folder, django_db_blocker):
    from django.core.management import call_command

    path = folder(**{document.name.removesuffix(".txt"): document.text for document in DOCUMENTS})
    run_import(path, workers=1)
    alone = state.content()
    call_command("flush", interactive=False, verbosity=0)
    run_import(path, workers=2)
    assert state.content() == alone
