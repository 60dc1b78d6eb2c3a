"""Names, titles and quotes that try to be markup, on a page of every kind."""

from articles.tests.factories import article, evidence, mention
from kb.core.models import Relation
from kb.regions.tests.factories import region
from people.tests.factories import organization, person, position
from programs.tests.factories import figure, indicator, pledge, program
from seeds import searching

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"' {{ 7 }} {% x %} \u202e\u200b " + "ж" * 100_000
ENDING = "</script></title></textarea><script>alert(3)</script><style>*{display:none}</style>"


def addresses() -> list[str]:
    """Write the hostile rows; the addresses that show them, without the language prefix."""
    words = f"{HOSTILE} {ENDING} соңы"
    bad = article(
        words, title=ENDING + HOSTILE[:300], url="javascript:alert(3)", customer=HOSTILE[:200], author=HOSTILE[:200],
        published_on=None,
    )  # fmt: skip
    someone = person(HOSTILE[:300], name_ru=ENDING)
    mention(bad, words[:60], someone)
    value = figure(indicator=indicator(HOSTILE[:200]), value_text=HOSTILE[:100], speaker=someone)
    evidence(bad, words, figure=value)
    place = region(HOSTILE[:300])
    crowd = organization(HOSTILE[:300], region=place)
    effort = program(ENDING + HOSTILE[:300])
    promise = pledge(HOSTILE, person=someone, organization=crowd, program=effort, region=place)
    evidence(bad, words[:90], pledge=promise)
    post = position(person=someone, organization=crowd, region=place, title_kk=HOSTILE[:300])
    evidence(bad, words[:80], position=post)
    Relation.objects.create(subject=crowd, kind="runs", object=effort, review="accepted")
    for _batch in searching.rebuild():
        pass
    lists = ("people", "organizations", "programs", "regions", "articles", "figures", "pledges", "indicators")
    return [
        "",
        *(f"{name}/?all=on" for name in lists),
        f"people/{someone.slug}/",
        f"organizations/{crowd.slug}/",
        f"programs/{effort.slug}/",
        f"regions/{place.slug}/",
        f"articles/{bad.slug}/",
        f"figures/{value.slug}/",
        f"pledges/{promise.slug}/",
        f"indicators/{value.indicator.uid}/",
        f"pledges/{promise.slug}/?on=<script>",
        f"programs/?q={HOSTILE[:100]}",
        f"search/?q={HOSTILE[:150]}",
        "search/?q=alert",
        f"figures/?program={HOSTILE[:150]}",
    ]
