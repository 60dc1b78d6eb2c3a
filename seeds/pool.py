"""Reading documents in this process or in several; a document that kills its process fails alone.

No Django here: the worker processes import reading and nothing else.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import TypeVar

from seeds.reading import gazetteer, reader
from seeds.reading.bad import Words as _
from seeds.reading.drafts import Document, Reading

Key = TypeVar("Key")
Read = Callable[[Document], Reading]

# The longest that one document may take, in seconds.
DOCUMENT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be read."""

    code: str
    reason: str
    place: str = ""


def read(document: Document) -> Reading:
    """A reading with the gazetteer that ships."""
    return reader.read(document, gazetteer.load())


def read_chunks(
    chunks: Iterable[tuple[Key, list[Document]]], workers: int = 1, read: Read = read
) -> Iterator[tuple[Key, list[Reading | Failure]]]:
    """The chunks in their order, each with its readings or failures in the order of its documents."""
    if workers <= 1:
        for key, documents in chunks:
            yield key, [_attach(_try(document, read), document) for document in documents]
        return
    with _Pool(workers, read) as pool:
        yield from pool.map(chunks)


def _try(document: Document, read: Read) -> Reading | Failure:
    try:
        return read(document)
    except Exception as error:
        return Failure(
            "reading-failed", _("the reader stopped with %(error)s", error=f"{type(error).__name__}: {error}")
        )


def _read_chunk(documents: list[Document], read: Read) -> list[Reading | Failure]:
    results = [_try(document, read) for document in documents]
    for result in results:
        if isinstance(result, Reading):
            result.document = None  # the parent process has it
    return results


def _follow_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""

    def follow():
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _attach(result: Reading | Failure, document: Document) -> Reading | Failure:
    if isinstance(result, Reading):
        result.document = document
    return result


@dataclass(slots=True)
class _Chunk:
    key: object
    documents: list[Document]
    future: Future | None = None
    broke: bool = False


class _Pool:
    def __init__(self, workers: int, read: Read):
        self.workers, self.read = workers, read
        # numpy's threads would fight over the cores that the processes share.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        self.executor = self._new()

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self._kill()

    def _new(self) -> ProcessPoolExecutor:
        # A forked child would share the database connection.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=context, initializer=_follow_parent)

    def _kill(self) -> None:
        # Before Python 3.14 there is no public way to end a worker that hangs.
        for process in list((self.executor._processes or {}).values()):
            process.kill()
        self.executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, chunk: _Chunk) -> None:
        lean = [replace(document, raw=b"") for document in chunk.documents]
        try:
            chunk.future = self.executor.submit(_read_chunk, lean, self.read)
        except BrokenProcessPool as error:
            chunk.future = Future()
            chunk.future.set_exception(error)

    def map(self, chunks) -> Iterator[tuple[object, list[Reading | Failure]]]:
        waiting: deque[_Chunk] = deque()
        source = iter(chunks)
        ended = False
        while waiting or not ended:
            while not ended and len(waiting) < 2 * self.workers:
                if (entry := next(source, None)) is None:
                    ended = True
                    break
                waiting.append(_Chunk(*entry))
                self._submit(waiting[-1])
            if waiting:
                results = self._results(waiting)
                chunk = waiting.popleft()
                pairs = zip(results, chunk.documents, strict=True)
                yield chunk.key, [_attach(result, document) for result, document in pairs]

    def _results(self, waiting: deque[_Chunk]) -> list[Reading | Failure]:
        """The results of the first chunk: tried again when the pool broke, then document by document."""
        first = waiting[0]
        while True:
            try:
                return first.future.result(timeout=DOCUMENT_SECONDS * max(1, len(first.documents)))
            except (BrokenProcessPool, TimeoutError):
                self._rebuild()
                if first.broke:
                    results = [self._alone(document) for document in first.documents]
                    for chunk in list(waiting)[1:]:
                        self._submit(chunk)
                    return results
                first.broke = True
                for chunk in waiting:
                    self._submit(chunk)

    def _alone(self, document: Document) -> Reading | Failure:
        """With nothing else in the pool, so that a broken pool has one culprit."""
        chunk = _Chunk(None, [document])
        self._submit(chunk)
        try:
            return chunk.future.result(timeout=DOCUMENT_SECONDS)[0]
        except TimeoutError:
            self._rebuild()
            return Failure("reading-slow", _("reading took longer than %(seconds)s seconds", seconds=DOCUMENT_SECONDS))
        except BrokenProcessPool:
            self._rebuild()
            return Failure("reader-died", _("the reading process died, out of memory or by a signal"))

    def _rebuild(self) -> None:
        self._kill()
        self.executor = self._new()
