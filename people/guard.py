"""Triggers that keep a private person private until two people, or an import, put down why: whoever writes, and how.

A check constraint can't see the rows of another table. New rows are not looked at: they were never private, and forms
make them so.
"""

from kb.core.triggers import Trigger

_ASKED = "EXISTS (SELECT 1 FROM people_publishrequest WHERE person_id = NEW.id AND stands)"
_FALLS = "UPDATE people_publishrequest SET stands = {no} WHERE person_id = NEW.id AND stands;"
_BECOMES_PUBLIC = "NEW.kind = 'person' AND NEW.visibility = 'public' AND OLD.visibility <> 'public'"
_BECOMES_PRIVATE = "NEW.kind = 'person' AND NEW.visibility <> 'public' AND OLD.visibility = 'public'"
_REFUSED = "two people make a private person public"


def triggers(vendor: str) -> tuple[Trigger, ...]:
    if vendor == "postgresql":
        refuse = f"IF NOT {_ASKED} THEN RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'check_violation'; END IF;"
        fall = _FALLS.format(no="false")
    else:
        refuse = f"SELECT RAISE(ABORT, '{_REFUSED}') WHERE NOT {_ASKED};"
        fall = _FALLS.format(no=0)
    event = "UPDATE OF visibility"
    return (
        Trigger("person_made_public", f"BEFORE {event}", "core_entity", refuse, _BECOMES_PUBLIC),
        Trigger("person_made_private", f"AFTER {event}", "core_entity", fall, _BECOMES_PRIVATE),
    )
