"""Every address of the admin, found in its resolver, with the form that a browser or a forger would send there."""

import re
from dataclasses import dataclass, field

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, reverse

from articles import reviewing
from articles.models import Article, Disagreement
from kb.core.models import Entity, Name
from people.tests.test_admin_edits import form_data
from seeds.admin import mark
from seeds.models import ImportJob

PASSWORD = {"usable_password": "true", "password1": "a long forged word", "password2": "a long forged word"}
# What a change of each table says; a table that isn't here is one that no form writes.
CHANGES = {
    "articles.article": {"title": "Forged"},
    "articles.evidence": {},
    "articles.mention": {"entity": "person"},
    "auth.group": {"name": "Forged"},
    "auth.user": {"first_name": "Forged", "date_joined_0": "2026-01-01", "date_joined_1": "10:00:00", **PASSWORD},
    "core.relation": {"date_words": "Forged"},
    "people.organization": {"name_en": "Forged"},
    "people.person": {"name_en": "Forged"},
    "people.position": {"title_en": "Forged"},
    "programs.figure": {"unit_text": "Forged"},
    "programs.indicator": {"name_en": "Forged"},
    "programs.pledge": {"summary_en": "Forged"},
    "programs.pledgechange": {"note": "Forged"},
    "programs.program": {"name_en": "Forged"},
    "regions.region": {"name_en": "Forged"},
}
# What only somebody who decides, publishes or keeps the books may write, on the row and on its inlines.
GUARDED = {
    "review": "rejected", "reason": "forged", "visibility": "hidden", "public_reason": "forged", "confidence": "0.1",
    "uid": "forged0000", "merged_into": "1", "decided_by": "1", "run": "1", "decision": "approved",
}  # fmt: skip
REASON = {"reason": "forged", "confirm": "1", "post": "yes", "mass": "yes"}


@dataclass
class Door:
    """``form`` None: only looked at."""

    name: str
    address: str
    model: type | None = None
    form: dict | None = None
    act: str = field(default="")

    @property
    def label(self) -> str:
        return f"{self.name} {self.act}".strip()


def patterns():
    """(pattern, model or None) of the whole admin."""
    by_prefix = {f"{m._meta.app_label}/{m._meta.model_name}/": m for m in admin.site._registry}

    def walk(found, model):
        for pattern in found:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, by_prefix.get(str(pattern.pattern), model))
            else:
                yield pattern, model

    return list(walk(admin.site.urls[0], None))


def all_doors(client, rows) -> list[Door]:
    """Every address with every act; ``client`` may do everything and reads the forms, ``rows`` are looked at."""
    doors = []
    for pattern, model in patterns():
        for address in addresses_of(pattern, model, rows):
            name = pattern.name or f"{model._meta.label_lower}_redirect" if model else pattern.name or "catch_all"
            doors += [Door(name, address, model), *_acts(client, name, address, model, rows)]
    return doors


def addresses_of(pattern, model, rows) -> list[str]:
    if pattern.name == "autocomplete":
        return list(_autocompletes())
    if pattern.name == "app_list":
        return [reverse("admin:app_list", args=[label]) for label in {m._meta.app_label for m in admin.site._registry}]
    if pattern.name is None:
        prefix = f"/admin/{model._meta.app_label}/{model._meta.model_name}" if model else "/admin/no/such"
        return [f"{prefix}/{rows[model].pk}/" if model else f"{prefix}/page/"]
    if pattern.name.endswith("_simple_history"):
        versions = getattr(rows[model], "history", None)
        version = versions.order_by("history_id").first().history_id if versions else 1
        return [reverse(f"admin:{pattern.name}", args=[rows[model].pk, version])]
    if pattern.name == "view_on_site":
        person = rows["person"]
        return [reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(person).pk, person.pk])]
    known = {"object_id", "id"} if model else set()
    article, job = rows["article"], rows["job"]
    values = {"object_id": model and rows[model].pk, "id": model and rows[model].pk, "pk": article.pk}
    if pattern.name.startswith("seeds_importjob_"):
        values["pk"] = rows["run"].pk if pattern.name.endswith("undo") else job.pk
        values["object_id"] = job.pk
    values["key"] = reviewing.findings(article)[0].key
    if pattern.name.endswith("_delete"):
        values["object_id"] = rows["spare"].get(model, rows[model]).pk
    asked = set(pattern.pattern.converters)
    assert asked <= {"pk", "key"} | known, f"{pattern.name}: say here what its arguments are"
    addresses = [reverse(f"admin:{pattern.name}", kwargs={name: values[name] for name in asked})]
    if pattern.name.endswith("_changelist"):
        addresses.append(f"{addresses[0]}?q=дом")
    return addresses


def _autocompletes():
    chosen = {(model, name) for model, one in admin.site._registry.items() for name in one.autocomplete_fields}
    for one in admin.site._registry.values():
        chosen |= {(inline.model, name) for inline in one.inlines for name in inline.autocomplete_fields}
    for model, name in sorted(chosen, key=str):
        opts = model._meta
        asked = f"app_label={opts.app_label}&model_name={opts.model_name}&field_name={name}&term=дом"
        yield f"{reverse('admin:autocomplete')}?{asked}"


def _acts(client, name, address, model, rows):
    """What is sent to an address."""
    kind = name.rsplit("_", 1)[-1]
    if "?" in address or name in ("login", "logout", "password_change", "jsi18n"):
        return []
    if model is ImportJob and kind in ("status", "confirm", "cancel", "again", "undo", "add"):
        return list(_of_job(name, kind, address, rows))
    if name.startswith("review_"):
        return list(_of_review(name, address, rows))
    if model is None or kind not in ("changelist", "add", "change", "delete", "history"):
        return [Door(name, address, model, dict(REASON), "post")]
    if kind == "changelist":
        return list(_of_list(client, name, address, model, rows))
    if kind in ("add", "change") or name.endswith("_simple_history"):
        form = sent(client, address, model, rows, kind)
        return [Door(name, address, model, form, "forged" if kind == "change" else "post")]
    return [Door(name, address, model, dict(REASON), "post")]


def _of_list(client, name, address, model, rows):
    page = client.get(address).context
    spare = rows["spare"].get(model, rows[model])
    chosen = {"_selected_action": [rows[model].pk], "entity": rows["person"].pk, **REASON}
    if page["action_form"] is None:
        yield Door(name, address, model, {"action": "delete_selected", **chosen}, "delete_selected")
        return
    for action, _label in page["action_form"].fields["action"].choices:
        if action == "merge":
            both = {"_selected_action": [rows[model].pk, spare.pk], "keep": rows[model].pk}
            yield Door(name, address, model, {**chosen, "action": action, **both}, action)
        elif action in ("publish", "delete_selected", "suppress"):
            yield Door(name, address, model, {**chosen, "action": action, "_selected_action": [spare.pk]}, action)
        elif action:
            yield Door(name, address, model, {**chosen, "action": action}, action)
    # A list that can be edited in place; forged where it can't.
    forged = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": rows[model].pk, "_save": "1"}
    forged |= {"form-0-entity_ptr": rows[model].pk} if issubclass(model, Entity) else {}
    yield Door(name, address, model, forged | {f"form-0-{key}": value for key, value in GUARDED.items()}, "in place")


def _of_job(name, kind, address, rows):
    form = {"preview": mark(rows["job"]), "text": "Хабар\nМәтін.", **REASON}
    if kind in ("confirm", "cancel", "again", "undo", "add"):
        yield Door(name, address, ImportJob, form, "post")


def _of_review(name, address, rows):
    article = rows["article"]
    found = reviewing.findings(article)
    form = {f"choice-{each.key}": "reject" for each in found} | {f"reason-{each.key}": "forged" for each in found}
    form |= {f"version-{each.key}": each.version for each in found}
    if name == "review_add":
        form = {"words": "Жанар", "use": "mention", "kind": "person", "name": "Жанар"}
    elif name == "review_undo":
        form = {"run": rows["batch"].uid}
    elif name == "review_accept":
        waits = [each for each in found if each.kind == "mention" and each.is_open]
        form = {"keys": " ".join(str(each.row.pk) for each in waits)}
        address = f"{address}?kind={waits[0].row.kind}&rule={waits[0].row.rule}"
    elif name == "review_twins":
        form = {"row": rows[Disagreement].pk, "answer": "own", "reason": "forged"}
    elif name == "review_edit":
        form = {"version": found[0].version, "edit-kind": found[0].row.kind, "edit-entity": rows["person"].pk}
    yield Door(name, address, Article, form, "post")


def sent(client, address, model, rows, kind) -> dict:
    """The form of a page with changes, and with forged columns on the row and on its inlines."""
    page = client.get(address)
    if not page.context or "adminform" not in page.context:
        return {**REASON, **CHANGES.get(model._meta.label_lower, {}), **GUARDED}
    form = form_data(page)
    form |= GUARDED
    for inline in page.context.get("inline_admin_formsets", ()):
        prefix = inline.formset.prefix
        form |= {f"{prefix}-0-{key}": value for key, value in GUARDED.items() if f"{prefix}-0-id" in form}
    if kind == "add":
        return form | _new(model, rows)
    changes = {"meaning": "misread", **CHANGES.get(model._meta.label_lower, {})}
    if kind != "change":  # an old version
        changes |= {"public_reason": "forged", "reason": "forged"}
    return form | {key: _key(value, rows) if key == "entity" else value for key, value in changes.items()}


def _key(value, rows):
    return rows[value].pk


def _new(model, rows) -> dict:
    """What a new row of ``model`` says."""
    entities = {name: rows[name].pk for name in ("person", "organization", "program", "region")}
    return {
        "auth.group": {"name": "Forged"},
        "auth.user": {"username": "forged", **PASSWORD},
        "articles.mention": {"article": rows["article"].pk, "text": "Жанар", "kind": "person", "entity": ""},
        "articles.evidence": {"article": rows["article"].pk, "quote": "говорит", "position": rows["position"].pk},
        "core.relation": {"subject": entities["organization"], "kind": "runs", "object": entities["program"]},
        "people.position": {"person": entities["person"], "title_kk": "Forged"},
        "programs.figure": {"indicator": rows["indicator"].pk, "value": "7", "unit": "x", "region": entities["region"]},
        "programs.indicator": {"name_kk": "Forged", "unit": "x"},
        "programs.pledge": {"text": "Forged", "language": "kk", "person": entities["person"]},
        "programs.pledgechange": {"pledge": rows["pledge"].pk, "kind": "status", "new_status": "broken"},
    }.get(model._meta.label_lower, {"name_kk": "Forged", "level": "oblast"})


def guarded() -> dict:
    """What stands in the columns that are not for everybody: (table, key, column) → value."""
    found = {}
    for model in (*admin.site._registry, Name):
        names = [column.name for column in model._meta.concrete_fields if column.name in GUARDED]
        for key, *values in model._base_manager.values_list("pk", *names):
            found |= {(model._meta.label_lower, key, name): value for name, value in zip(names, values, strict=True)}
    return found


def with_other_ids(odd: str) -> list[str]:
    """Every address that takes an id, with ``odd`` in its place."""
    found = []
    for pattern, model in patterns():
        prefix = f"/admin/{model._meta.app_label}/{model._meta.model_name}/" if model else "/admin/"
        groups = pattern.pattern.regex.groupindex
        if pattern.name is None or pattern.name == "app_list":
            found += [f"{prefix}{odd}/"] if pattern.name is None else []
        elif pattern.name.endswith("_simple_history"):
            found += [f"{prefix}{odd}/history/1/", f"{prefix}1/history/{odd}/"]
        elif groups:
            found.append(prefix + re.sub(r"<[^>]+>", odd, str(pattern.pattern)))
    return found
