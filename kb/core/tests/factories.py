"""The ordinary run, relation and account, for tests that need one."""

from django.contrib.auth.models import Group, User

from kb.core.models import Relation, Run


def run(**fields) -> Run:
    return Run.objects.create(**{"kind": Run.Kind.IMPORT, **fields})


def relation(subject, kind, object, **fields) -> Relation:
    return Relation.objects.create(subject_id=subject.pk, kind=kind, object_id=object.pk, **fields)


def user(group="", **fields) -> User:
    """Somebody of the staff, in one of the groups."""
    fields.setdefault("username", f"{group or 'user'}{User.objects.count()}")
    account = User.objects.create_user(is_staff=True, **fields)
    if group:
        account.groups.add(Group.objects.get(name=group))
    return account


def superuser(**fields) -> User:
    return user(is_superuser=True, **fields)
