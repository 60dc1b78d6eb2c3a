"""A filtered, sorted, paged list whose whole state is in its address."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

PAGE = 25
LAST_PAGE = 80  # further down, OFFSET costs more than a better filter
COUNT_TO = 2000


@dataclass
class Chip:
    name: str
    label: str
    value: str
    without: str  # the address of the list with this filter taken off
    would_find: int = 0


class ListPage(TemplateView):
    """Subclasses set ``model``, ``filterset_class``, ``template_name``, ``title`` and ``sorts``."""

    http_method_names = ["get", "head", "options"]
    model = None
    filterset_class = None
    title = ""
    intro = ""
    # name in the address: (words, columns); the first is the usual one
    sorts: dict = {}

    def rows(self):
        return self.model.objects.public()

    def dress(self, rows: list):
        """Fetch what the rows of the page need, in a fixed number of queries."""

    def get_context_data(self, **kwargs):
        data = self.request.GET
        filterset = self.filterset_class(data, queryset=self.rows(), request=self.request)
        valid = filterset.is_valid()
        filterset.form.label_suffix = ""
        filterset.form.order_fields(["q"])
        matching = filterset.qs if valid else self.model.objects.none()
        sort = data.get("sort") if data.get("sort") in self.sorts else next(iter(self.sorts))
        number = self.page_number()
        first = (number - 1) * PAGE
        page = list(matching.order_by(*self.sorts[sort][1])[first : first + PAGE + 1])
        more = len(page) > PAGE
        page = page[:PAGE]
        total = matching.order_by().values("pk")[: COUNT_TO + 1].count()
        if number > 1 and not page:
            raise Http404
        self.dress(page)
        chips = self.chips(filterset) if valid else []
        if not total and chips:
            self.loosen(chips, filterset)
        return super().get_context_data(
            filterset=filterset,
            rows=page,
            total=total,
            counted_all=total <= COUNT_TO,
            shown_from=first + 1,
            shown_to=first + len(page),
            chips=chips,
            sorts=[(name, words) for name, (words, _columns) in self.sorts.items()],
            sort=sort,
            previous=self.address(page=number - 1 if number > 2 else None) if number > 1 else "",
            next=self.address(page=number + 1) if more and number < LAST_PAGE else "",
            too_far=more and number >= LAST_PAGE,
            title=self.title,
            intro=self.intro,
            bare=self.request.path,
            **kwargs,
        )

    def page_number(self) -> int:
        number = self.request.GET.get("page", "1")
        if not (number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= LAST_PAGE):
            raise Http404
        return int(number)

    def address(self, **changes) -> str:
        """The address of this list with some of its state changed; None takes a part off."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        for name in [name for name, value in query.items() if not value]:
            del query[name]
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def chips(self, filterset) -> list[Chip]:
        found = []
        for name, value in filterset.form.cleaned_data.items():
            if value in (None, "", [], False) or name not in filterset.filters:
                continue
            field = filterset.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            without = self.address(**{name: None, "page": None})
            found.append(Chip(name, str(field.label), _("yes") if value is True else words, without))
        return found

    def loosen(self, chips, filterset):
        """How many rows there would be without each filter."""
        for chip in chips:
            data = self.request.GET.copy()
            data.pop(chip.name, None)
            other = self.filterset_class(data, queryset=self.rows(), request=self.request)
            if other.is_valid():
                chip.would_find = other.qs.order_by().values("pk")[: COUNT_TO + 1].count()
