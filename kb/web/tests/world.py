"""A small world with a page of every kind, and a planted word wherever readers may not look."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from articles import appearances
from articles.tests.factories import article, evidence, mention
from kb.core.models import Name, OldSlug, Relation
from kb.core.partial_dates import PartialDate
from kb.regions.tests.factories import region
from people.tests.factories import organization, person, position
from programs.models import PledgeChange
from programs.tests.factories import figure, indicator, pledge, program

PLANTED = "Құпиясөз"

OPEN = f"""Облыста отбасыларға көмек көбейді

Тұран облысында «Жарқын жол» жобасы аясында 120 отбасыға көмек көрсетілді, деді төраға Айдар Сейітов.

Жоба бойынша 150 отбасыға көмек беру жоспарланған еді. Көмек алған ана Мөлдір {PLANTED} алғыс айтты.

2027 жылға дейін алты балабақша салынады, деп уәде берді партия «Ескі Жол».

Қаралды: 359"""

ADVERT = f"""Выборы и обещания

До конца 2027 года будет построено шесть детских садов. Этого нельзя показывать: {PLANTED}."""


def build() -> SimpleNamespace:
    oblast = region("Тұран облысы", name_ru="Туранская область", name_en="Turan Region")
    town = region("Қамыс", level="city", parent=oblast)
    party = organization("Жаңа Жол", name_ru="Новый путь", organization_kind="party", region=oblast)
    Name.objects.create(
        entity=party,
        text="Ескі Жол",
        language="kk",
        kind="former",
        valid_from=PartialDate(2010),
        valid_until=PartialDate(2022, 3, 1),
    )
    branch = organization("Тұран облыстық филиалы", organization_kind="party_branch", region=oblast)
    paper = organization("Тұран таңы", organization_kind="media")
    chair = person("Айдар Сейітов", name_ru="Айдар Сеитов")
    mother = person(f"Мөлдір {PLANTED}", name_ru=f"Молдир {PLANTED}", visibility="hidden")
    project = program("Жарқын жол", name_ru="Жаркын жол")
    campaign = program("Мектепке жол", program_kind="campaign", parent=project)

    news = article(OPEN, title=OPEN.split("\n")[0], publisher=paper, published_on=date(2021, 6, 15))
    news.furniture = [[OPEN.index("Қаралды"), len(OPEN)]]
    news.save()
    advert = article(
        ADVERT,
        title="Выборы и обещания",
        language="ru",
        published_on=date(2023, 3, 6),
        kind="political_advertising",
        rights="quote_only",
        customer="Избирательный штаб",
        twin=news,
    )
    secret = article(f"{PLANTED} жасырын мақала.", title=PLANTED, visibility="hidden")
    mention(news, "Тұран облысында", oblast)
    mention(news, "Жарқын жол", project, review="proposed", confidence=0.8)
    mention(news, "Айдар Сейітов", chair)
    mention(news, f"Мөлдір {PLANTED}", mother)
    mention(news, "Ескі Жол", party)
    mention(secret, PLANTED, chair)
    appearances.rebuild([news, advert, secret])

    counted = indicator("көмек алған отбасылар")
    plan = figure(indicator=counted, value=Decimal(150), status="planned", program=project, region=oblast)
    result = figure(
        indicator=counted, plan=plan, program=project, region=oblast, organization=party, speaker=chair,
        start=PartialDate(2021), end=PartialDate(2021), as_of=PartialDate(2021, 6, 15), review="proposed",
        confidence=0.8,
    )  # fmt: skip
    unnamed = figure(indicator=counted, speaker=mother, value=Decimal(130), region=oblast)
    evidence(news, "Жоба бойынша 150 отбасыға көмек беру жоспарланған еді", figure=plan)
    evidence(news, "120 отбасыға көмек көрсетілді, деді төраға Айдар Сейітов", figure=result)
    evidence(news, f"Көмек алған ана Мөлдір {PLANTED} алғыс айтты", figure=unnamed)
    hidden_value = figure(indicator=indicator(f"көрсеткіш {PLANTED}"), value=Decimal(999))
    evidence(secret, PLANTED, figure=hidden_value)
    rejected = figure(indicator=indicator(f"басқа {PLANTED}"), value=Decimal(998), review="rejected")
    evidence(news, "Тұран облысында", figure=rejected)

    promise = pledge(organization=party, region=oblast, program=project, target=plan, deadline=PartialDate(2090))
    evidence(news, "2027 жылға дейін алты балабақша салынады", pledge=promise)
    evidence(advert, "До конца 2027 года будет построено шесть детских садов", pledge=promise)
    change = PledgeChange.objects.create(
        pledge=promise, kind="deadline", new_deadline=PartialDate(2091), review="accepted", on=PartialDate(2026)
    )
    evidence(news, "алты балабақша", pledge_change=change)
    private_promise = pledge(f"Мен де уәде беремін {PLANTED}", person=mother)
    evidence(news, "алғыс айтты", pledge=private_promise)

    post = position(
        person=chair,
        organization=party,
        region=oblast,
        first_reported=date(2021, 6, 15),
        last_reported=date(2021, 6, 15),
    )
    evidence(news, "төраға Айдар Сейітов", position=post)
    private_post = position(person=mother, organization=party, title_kk=f"ана {PLANTED}")
    evidence(news, "ана", position=private_post)
    for subject, kind, other, words in (
        (branch, "branch_of", party, "партия"),
        (party, "runs", project, "жобасы"),
        (project, "operates_in", oblast, "Тұран облысында"),
        (chair, "works_with", party, "төраға"),
        (mother, "works_with", party, "Көмек алған"),
    ):
        relation = Relation.objects.create(subject=subject, kind=kind, object=other, review="accepted")
        evidence(news, words, relation=relation)
    return SimpleNamespace(
        oblast=oblast, town=town, party=party, branch=branch, paper=paper, chair=chair, mother=mother, project=project,
        campaign=campaign, news=news, advert=advert, secret=secret, counted=counted, plan=plan, result=result,
        unnamed=unnamed, promise=promise, post=post, private_promise=private_promise, hidden_value=hidden_value,
    )  # fmt: skip


def plant(world) -> list:
    """More of what nobody may read, each tied to public things; what is deleted so that a page is as without it."""
    project = program(f"Жоба {PLANTED}", name_ru=f"Проект {PLANTED}", parent=world.project, visibility="hidden")
    fund = organization(f"Қор {PLANTED}", organization_kind="fund", region=world.oblast, visibility="hidden")
    place = region(f"Ауыл {PLANTED}", level="village", parent=world.oblast, visibility="hidden")
    removed = article(f"{PLANTED} жойылған мақала.", title=f"{PLANTED} жойылды", visibility="removed")
    for row in (project, fund, place):
        Name.objects.create(entity=row, text=f"{PLANTED} {row.kind}", kind="alias")
        OldSlug.objects.create(slug=f"old-{row.kind}", entity=row)
    number = figure(
        indicator=world.counted, value=Decimal(77777), program=world.project, region=world.oblast,
        unit_text=f"{PLANTED} бірлік", review="rejected",
    )  # fmt: skip
    evidence(world.news, "120 отбасыға көмек", figure=number)
    promise = pledge(f"Орындалмайды {PLANTED}", organization=world.party, review="rejected")
    evidence(world.news, "алты балабақша салынады", pledge=promise)
    only_there = pledge(f"Жасырын уәде {PLANTED}", organization=world.party)
    evidence(removed, "жойылған мақала", pledge=only_there)
    post = position(person=world.chair, organization=world.party, title_kk=f"орынбасар {PLANTED}", review="rejected")
    evidence(world.news, "төраға Айдар", position=post)
    tied = [mention(world.news, "балабақша", project), mention(world.news, "Облыста", fund, review="rejected")]
    for subject, kind, other in (
        (world.party, "runs", project), (world.chair, "works_with", fund), (project, "operates_in", world.oblast),
        (world.project, "operates_in", place),
    ):  # fmt: skip
        tied.append(Relation.objects.create(subject=subject, kind=kind, object=other, review="accepted"))
        evidence(world.news, "партия", relation=tied[-1])
    appearances.rebuild([world.news, removed])
    return [number, promise, only_there, post, *tied, removed, project, fund, place]


LISTS = ("people", "organizations", "programs", "regions", "articles", "figures", "pledges", "indicators")
DETAILS = {
    "person": "chair",
    "organization": "party",
    "program": "project",
    "region": "oblast",
    "article": "news",
    "figure": "result",
    "pledge": "promise",
    "indicator": "counted",
}


def addresses(world) -> dict[str, str]:
    """Every page type once, without the language prefix."""
    pages = {name: f"/{name}/" for name in LISTS}
    pages |= {name: f"/{name}s/{getattr(world, row).slug}/" for name, row in DETAILS.items() if name != "person"}
    pages |= {"person": f"/people/{world.chair.slug}/", "advert": f"/articles/{world.advert.slug}/"}
    pages |= {"beside its twin": f"{pages['article']}?twin=1", "as of a day": f"{pages['region']}?on=2021-07-01"}
    return {**pages, "home": "/", "about": "/about/", "search": "/search/?q=жол", "empty": "/figures/?year=1999"}
