"""Whole public pages kept in memory, each for as long as nothing at all has changed.

A page is kept under the version of the data that was read before it was made (kb.core.changes): whatever is written,
hidden or removed, and whoever does it, the next reader gets a new page. Readers with an account are never served from
here, nor is anything but an ordinary answer to a plain address.
"""

import threading
from collections import OrderedDict

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.utils import timezone

from kb.core import changes, languages

# The longest page that is kept, and the longest address of one.
LONGEST_PAGE, LONGEST_ADDRESS = 500_000, 500
_OWN = ("Content-Length", "Date", "Set-Cookie")


class Pages:
    """Pages of one version of the data; the ones asked for longest ago go first."""

    def __init__(self, most_bytes: int):
        self.most_bytes, self.bytes, self.version = most_bytes, 0, ""
        self._pages: OrderedDict[tuple, tuple[bytes, dict]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: str, key: tuple) -> tuple[bytes, dict] | None:
        with self._lock:
            if version != self.version:
                return None
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, version: str, key: tuple, content: bytes, headers: dict) -> None:
        with self._lock:
            if version != self.version:
                self._pages.clear()
                self.version, self.bytes = version, 0
            if old := self._pages.pop(key, None):  # two readers made it at once
                self.bytes -= len(old[0])
            self._pages[key] = content, headers
            self.bytes += len(content)
            while self.bytes > self.most_bytes:
                _key, (old, _headers) = self._pages.popitem(last=False)
                self.bytes -= len(old)


class PageCache:
    """Middleware; stands before all that looks at sessions and languages."""

    def __init__(self, get_response):
        if not settings.PAGE_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.pages = Pages(settings.PAGE_CACHE_BYTES)

    def __call__(self, request):
        if not _may_serve(request):
            return self.get_response(request)
        key = (request.scheme, request.get_host(), request.get_full_path(), timezone.localdate())
        version = changes.version()
        if page := self.pages.get(version, key):
            return HttpResponse(page[0], headers=page[1])
        response = self.get_response(request)
        if _may_keep(response):
            headers = {name: value for name, value in response.items() if name not in _OWN}
            self.pages.put(version, key, response.content, headers)
        return response


def _may_serve(request) -> bool:
    return (
        request.method == "GET"
        and request.path[1:3] in languages.CODES
        and request.path[3:4] == "/"
        and not request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}
        and len(request.META.get("QUERY_STRING", "")) < LONGEST_ADDRESS
    )


def _may_keep(response) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= LONGEST_PAGE
    )
