"""What an editor hands in at the import desk."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from seeds.reading.files import SUFFIXES
from seeds.uploads import PASTE_LIMIT, UPLOAD_LIMIT

ACCEPT = ",".join(f".{suffix}" for suffix in SUFFIXES)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files if file]


class DocumentsForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=PASTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 100}),
        help_text=_("The whole article: the title in the first line, then the date, then the text."),
    )
    name = forms.CharField(
        label=_("Name of the text"),
        required=False,
        max_length=200,
        help_text=_("A later text of the same name is taken for a new version. Left empty: its first line."),
    )
    files = ManyFilesField(
        label=_("Files"),
        required=False,
        allow_empty_file=True,
        max_length=255,
    )

    too_large = False  # whether the upload was cut off

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Here and not above: a text with its numbers filled in would stay in the language of the first request.
        self.fields["files"].help_text = _("%(suffixes)s; several at once; together no more than %(limit)d MB.") % {
            "suffixes": ", ".join(SUFFIXES),
            "limit": UPLOAD_LIMIT // 1_000_000,
        }

    def clean(self):
        data = super().clean()
        if self.too_large:
            text = _("The files are larger than %(limit)d MB together. Split them, or let the operator import them.")
            self.add_error("files", text % {"limit": UPLOAD_LIMIT // 1_000_000})
        elif not self.errors and not data["text"].strip() and not data["files"]:
            self.add_error(None, _("Paste a text or choose a file."))
        names = [file.name for file in data.get("files", ())]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            self.add_error("files", _("Two files of one name: %(names)s.") % {"names": ", ".join(twice)})
        return data

    def uploads(self) -> list[tuple[str, bytes]]:
        """Names and bytes."""
        found = [(file.name, file.read()) for file in self.cleaned_data["files"]]
        if self.cleaned_data["text"].strip():
            # A browser sends CRLF whatever was pasted.
            text = self.cleaned_data["text"].replace("\r\n", "\n")
            found.insert(0, (self._text_name(text), text.encode("utf-8", "replace")))
        return found

    @staticmethod
    def title(uploads) -> str:
        names = [name for name, _content in uploads]
        more = len(names) - 3
        said = ", ".join(names[:3])
        return said if more <= 0 else said + ngettext(" and %(more)d more", " and %(more)d more", more) % {"more": more}

    def _text_name(self, text: str) -> str:
        name = self.cleaned_data["name"].strip() or text.strip().split("\n")[0]
        name = " ".join(re.sub(r"[\x00-\x1f/\\!]", " ", name).split())[:150]
        return name if name.endswith(".txt") else f"{name}.txt"
