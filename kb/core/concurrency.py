"""Two people at one form: the page carries what it showed, and the second who saves sees what the first changed."""

from django.core import signing
from django.utils.translation import gettext as _

from kb.core.batches import snapshot

FIELD = "_seen"
_SALT = "kb.seen"


def columns(form) -> list[str]:
    """The columns that ``form`` writes."""
    return [column.name for column in form._meta.model._meta.concrete_fields if column.name in form.fields]


def _key(row) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def seal(forms) -> str:
    """What the page shows of the stored rows; ``forms`` are not valid ones, so their rows are as stored."""
    seen = {_key(form.instance): _stored(form) for form in forms if form.instance.pk and hasattr(form, "_meta")}
    return signing.dumps(seen, salt=_SALT, compress=True)


def _stored(form) -> dict:
    return getattr(form, "stored", None) or snapshot(form.instance, columns(form))


class SeenForm:
    """A model form that compares what was shown, what is stored now and what was sent, column by column."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = None
        if self.is_bound and self.instance.pk and FIELD in self.data:
            self.stored = snapshot(self.instance, columns(self))  # before cleaning writes on the row

    def clean(self):
        data = super().clean()
        if self.stored is None:
            return data
        try:
            seen = signing.loads(self.data[FIELD], salt=_SALT).get(_key(self.instance), {})
        except signing.BadSignature:
            return data
        for name, now in self.stored.items():
            if name in self.errors or name not in data or seen.get(name, now) == now:
                continue
            mine = self._plain(name, data[name])
            if mine == seen[name]:
                # Untouched here: what somebody else wrote stays.
                data[name] = getattr(self.instance, name)
                self._forget(name)
            elif mine != now:
                self.add_error(name, self._told(name))
        return data

    def _plain(self, name, value):
        probe = self._meta.model()
        column = self._meta.model._meta.get_field(name)
        column.save_form_data(probe, value)
        return snapshot(probe, [name])[name]

    def _forget(self, name):
        if name in self.changed_data:
            self.changed_data.remove(name)

    def _told(self, name) -> str:
        row = self.instance
        version = row.history.select_related("history_user").first() if hasattr(row, "history") else None
        value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
        words = _("%(who)s saved “%(value)s” here meanwhile, %(when)s. Below is yours: save again to keep it.")
        return words % {
            "who": (version and version.history_user) or "—",
            "value": "—" if value in (None, "") else value,
            "when": version.history_date.strftime("%Y-%m-%d %H:%M") if version else "—",
        }
