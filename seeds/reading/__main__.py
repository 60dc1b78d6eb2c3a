"""``python -m seeds.reading FILE…``: print what is read from files, without a database, in the export's schema.

For working on recognisers: names are those of each document alone, nothing is linked across documents.
"""

import json
import sys
from pathlib import Path

from seeds.reading import drafts, files
from seeds.reading.gazetteer import load
from seeds.reading.posts import IMPLIED
from seeds.reading.reader import read

PLURAL = {
    drafts.PERSON: "people",
    drafts.ORGANIZATION: "organizations",
    drafts.PROGRAM: "programs",
    drafts.REGION: "regions",
}


def preview(reading: drafts.Reading) -> dict:
    """One document of the export's schema, straight from a reading."""
    head = reading.head
    shown = {
        "file": Path(reading.document.name).name,
        "meta": {
            "language": head.language,
            "date": head.published.isoformat() if head.published else None,
            "title": head.title,
            "kind": head.kind,
            "disclosure": {k: getattr(head.disclosure, k) for k in ("customer", "payer", "producer")}
            if head.disclosure
            else None,
        },
    }
    for plural in PLURAL.values():
        shown[plural] = []
    for thing in reading.things:
        if thing.guessed or all(mention.rule == IMPLIED for mention in thing.mentions):
            continue
        row = {"name": thing.name, "id": thing.ref or f"{thing.kind}:{thing.name}"}
        if thing.kind == drafts.PERSON:
            row["private"] = thing.private
        shown[PLURAL[thing.kind]].append(row)
    shown["roles"] = [
        {
            "person": p.person.name,
            "title": p.title,
            "org": p.organization.name if p.organization else "",
            "region": p.region.name if p.region else "",
        }
        for p in reading.positions
    ]
    shown["figures"] = [
        {
            "value": float(f.value),
            "unit": f.unit_text or f.unit,
            "status": "reported" if f.status == "reported" else "pledged",
            "qualifier": f.qualifier,
            "indicator": f.indicator,
            "region": f.region.name if f.region else "",
            "program": f.program.name if f.program else "",
            "quote": f.quote.text,
            "start": f.quote.start,
            "end": f.quote.end,
        }
        for f in reading.figures
    ]
    shown["pledges"] = [{"quote": p.quote.text, "deadline": p.deadline} for p in reading.pledges]
    return shown


def main(paths: list[str]) -> None:
    gazetteer = load()
    documents = []
    for item in files.walk([Path(path) for path in paths]):
        if isinstance(item, files.BadFile):
            print(item, file=sys.stderr)
        elif isinstance(item, drafts.Document):
            documents.append(preview(read(item, gazetteer)))
    json.dump({"documents": documents}, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
