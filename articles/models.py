"""Texts, where they name things, and which of their words support which claim."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kb.core.addresses import address
from kb.core.indexes import NewestFirst
from kb.core.models import Checked, Curated, Entity, Relation, Review, Reviewed, Row, Run, new_uid
from kb.core.querysets import CheckedQuerySet, shown
from kb.core.text import fingerprint, slugify
from people.models import Organization, Position
from programs.models import Figure, Pledge, PledgeChange


class ArticleQuerySet(CheckedQuerySet):
    def public(self):
        """What readers see; of a quote-only article without its text (``Article.public_text``)."""
        return self.filter(visibility__unindexed=Entity.Visibility.PUBLIC)


class Article(Curated):
    """A document as it came.

    ``text`` is the decoded file character for character with its line ends, less a byte order mark; for HTML and the
    like it is the extracted text, and ``raw`` keeps the bytes. Offsets everywhere count characters of ``text``.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        PARTY_REPORT = "party_report", _("Party report")
        POLITICAL_ADVERTISING = "political_advertising", _("Political advertising")

    class Rights(models.TextChoices):
        OPEN = "open", _("Open")
        QUOTE_ONLY = "quote_only", _("Short quotes only")

    uid = models.CharField(_("permanent code"), max_length=10, unique=True, default=new_uid, editable=False)
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    title = models.CharField(_("title"), max_length=500)
    language = models.CharField(_("language"), max_length=2, blank=True)  # empty: neither kk, ru nor en
    languages = models.JSONField(_("share of each language"), default=dict, blank=True, editable=False)
    section = models.CharField(_("section"), max_length=100, blank=True)
    publisher = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_articles",
        verbose_name=_("publisher"),
    )
    author = models.CharField(_("author"), max_length=200, blank=True)
    published_on = models.DateField(_("published"), null=True, blank=True, db_index=True)
    published_time = models.TimeField(_("time"), null=True, blank=True)
    url = models.URLField(_("address on the web"), max_length=1000, blank=True)
    text = models.TextField(_("text"))
    # SHA-256 of the raw bytes, in hexadecimal: what makes a document the same one.
    sha256 = models.CharField(_("checksum"), max_length=64, unique=True, editable=False)
    raw = models.BinaryField(null=True, editable=False)  # kept where text is not the decoded file
    # Near in two articles when one reprints the other (kb.core.text.fingerprint).
    fingerprint = models.BigIntegerField(default=0, editable=False)
    # The name that the operator gave; a changed file of the same name is a new version of this article.
    source_name = models.CharField(_("file"), max_length=1000, blank=True, db_index=True, editable=False)
    kind = models.CharField(_("kind"), max_length=21, choices=Kind, default=Kind.NEWS)
    customer = models.CharField(_("customer"), max_length=300, blank=True)
    payer = models.CharField(_("payer"), max_length=300, blank=True)
    producer = models.CharField(_("producer"), max_length=300, blank=True)
    rights = models.CharField(_("rights"), max_length=10, choices=Rights, default=Rights.OPEN)
    rights_notice = models.TextField(_("rights notice"), blank=True)
    # [[start, end], …]: site furniture, kept in the text and not read.
    furniture = models.JSONField(default=list, blank=True, editable=False)
    summary_kk = models.TextField(_("summary in Kazakh"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    twin = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="twin_of",
        verbose_name=_("the same news in the other language"),
    )
    visibility = models.CharField(
        _("visibility"), max_length=8, choices=Entity.Visibility, default=Entity.Visibility.PUBLIC, db_index=True
    )
    reader_version = models.CharField(_("read by version"), max_length=40, blank=True, editable=False)
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("run")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["text", "raw", "furniture", "fingerprint"])

    class Meta:
        verbose_name, verbose_name_plural = _("article"), _("articles")
        ordering = ["-published_on", "-pk"]
        indexes = [
            # With what the admin's list is filtered by, so that no long row is read to count what is found.
            models.Index(
                name="article_listed", fields=["-published_on", "-id", "kind", "language", "rights", "visibility"]
            ),
            # Whether an import has the same news already.
            models.Index(name="article_title", fields=["title"]),
            models.Index(name="article_with_twin", fields=["twin"], condition=Q(twin__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="article_not_its_own_twin", condition=~Q(twin=F("pk"))),
            models.CheckConstraint(name="article_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("article", self.slug)

    @property
    def public_text(self) -> str:
        """The full text, or "" where rights allow short quotes alone."""
        return "" if self.rights == self.Rights.QUOTE_ONLY else self.text

    def free_slug(self, title: str | None = None) -> str:
        base = slugify(self.title if title is None else title, limit=70)
        for slug in (base, f"{base}-{self.uid}".strip("-")):
            if slug and not Article.objects.filter(slug=slug).exclude(pk=self.pk).exists():
                return slug
        return self.uid

    def withhold(self, found, titles=()) -> bool:
        """Take words of titles that the pattern finds out of the address, now and before; true when there were any.

        No redirect is kept: the old address would go on saying the name.
        """
        words = {word for title in (self.title, *titles) for word in found.findall(title)} if found else ()
        if not set(slugify(" ".join(words), limit=10_000).split("-")) & set(self.slug.split("-")):
            return False
        self.slug = self.free_slug(found.sub(" ", self.title))
        Article.objects.filter(pk=self.pk).update(slug=self.slug)
        self.history.update(slug=self.slug)
        return True

    def fill(self):
        if not self.slug:
            self.slug = self.free_slug()
        if "text" not in self.get_deferred_fields():
            self.fingerprint = fingerprint(self.text)

    def save(self, *args, **kwargs):
        self.fill()
        super().save(*args, **kwargs)


class ArticleVersion(models.Model):
    """A text that an article had before a newer import replaced it; undo brings it back."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    text = models.TextField()
    raw = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")  # the run that replaced it

    class Meta:
        verbose_name, verbose_name_plural = _("earlier version"), _("earlier versions")

    def __str__(self):
        return f"{self.article} ({self.sha256[:8]})"


class Spanned(Checked):
    """Characters of an article: ``article.text[start:end]`` is what the row quotes."""

    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))

    QUOTED = ""  # the column that repeats the characters

    class Meta:
        abstract = True

    def check_row(self):
        quoted = getattr(self, self.QUOTED)
        if not self.article_id or self.start is None or self.end is None:
            return  # the database refuses it
        if not quoted or self.article.text[self.start : self.end] != quoted:
            raise ValidationError(
                _("Characters %(start)s to %(end)s of “%(article)s” do not read “%(quoted)s”."),
                params={"start": self.start, "end": self.end, "article": self.article, "quoted": quoted},
            )


class MentionQuerySet(CheckedQuerySet):
    def public(self):
        """What readers see: shown mentions of public things in public articles."""
        return self.filter(
            shown(),
            entity__visibility=Entity.Visibility.PUBLIC,
            entity__merged_into=None,
            article__visibility__unindexed=Entity.Visibility.PUBLIC,
        )

    def unlinked(self):
        return self.filter(entity=None).exclude(review="rejected")


class Mention(Spanned, Reviewed):
    """The exact characters that name a thing. Unlinked is a state, not a failure."""

    QUOTED = "text"

    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions", verbose_name=_("article"))
    text = models.CharField(_("text"), max_length=500)
    kind = models.CharField(_("kind"), max_length=12, choices=Entity.Kind)
    entity = models.ForeignKey(
        Entity, models.SET_NULL, null=True, blank=True, related_name="mentions", verbose_name=_("thing")
    )
    rule = models.CharField(_("found by"), max_length=60, blank=True)
    # Why it was read and linked so: form, stem, rule, rivals (seeds/README.md).
    why = models.JSONField(_("why"), default=dict, blank=True, editable=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("mention"), _("mentions")
        ordering = ["article", "start"]
        constraints = [
            models.UniqueConstraint(name="mention_once", fields=["article", "start", "end", "kind"]),
            models.CheckConstraint(name="mention_not_empty", condition=Q(end__gt=F("start"))),
        ]
        indexes = [*Reviewed.Meta.indexes, models.Index(name="mention_waiting", fields=["review", "kind"])]

    def __str__(self):
        return self.text


class EvidenceQuerySet(CheckedQuerySet):
    def public(self):
        return self.filter(article__visibility__unindexed=Entity.Visibility.PUBLIC)


_CLAIMS = ("position", "relation", "figure", "pledge", "pledge_change")


class Evidence(Spanned):
    """The exact characters that support one claim."""

    QUOTED = "quote"
    CLAIMS = _CLAIMS

    article = models.ForeignKey(Article, models.CASCADE, related_name="evidence", verbose_name=_("article"))
    quote = models.TextField(_("quote"))
    position = models.ForeignKey(
        Position,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="evidence",
        verbose_name=_("position"),
    )
    relation = models.ForeignKey(
        Relation,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="evidence",
        verbose_name=_("relation"),
    )
    figure = models.ForeignKey(
        Figure, models.CASCADE, null=True, blank=True, db_index=False, related_name="evidence", verbose_name=_("figure")
    )
    pledge = models.ForeignKey(
        Pledge, models.CASCADE, null=True, blank=True, db_index=False, related_name="evidence", verbose_name=_("pledge")
    )
    pledge_change = models.ForeignKey(
        PledgeChange,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="evidence",
        verbose_name=PledgeChange._meta.verbose_name,
    )
    # How reading names this finding, free of database keys: a second reading of the article finds its claim by it.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    rule = models.CharField(_("found by"), max_length=60, blank=True)
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("run")
    )
    # It was there when somebody decided against its claim: only others bring that back (kb.core.review.weigh).
    weighed = models.BooleanField(default=False, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("quote"), _("quotes")
        ordering = ["article", "start"]
        constraints = [
            models.CheckConstraint(
                name="evidence_for_one_claim",
                condition=(
                    Q(position__isnull=False, relation=None, figure=None, pledge=None, pledge_change=None)
                    | Q(position=None, relation__isnull=False, figure=None, pledge=None, pledge_change=None)
                    | Q(position=None, relation=None, figure__isnull=False, pledge=None, pledge_change=None)
                    | Q(position=None, relation=None, figure=None, pledge__isnull=False, pledge_change=None)
                    | Q(position=None, relation=None, figure=None, pledge=None, pledge_change__isnull=False)
                ),
            ),
            models.CheckConstraint(name="evidence_not_empty", condition=Q(end__gt=F("start"))),
            *(
                models.UniqueConstraint(
                    name=f"evidence_once_{claim}",
                    fields=["article", "start", "end", claim],
                    condition=Q(**{f"{claim}__isnull": False}),
                )
                for claim in _CLAIMS
            ),
        ]
        indexes = [
            models.Index(name="evidence_fingerprint", fields=["article", "fingerprint"]),
            # Most rows have null in each of them: SQLite would think that a key finds half the table.
            *(
                models.Index(
                    name=f"evidence_of_{claim}", fields=[claim, "article"], condition=Q(**{f"{claim}__isnull": False})
                )
                for claim in _CLAIMS
            ),
        ]

    def __str__(self):
        return self.quote if len(self.quote) <= 100 else f"{self.quote[:99]}…"

    @property
    def claim(self):
        return next((row for row in (getattr(self, name) for name in self.CLAIMS) if row is not None), None)

    def get_absolute_url(self):
        """The article, opened at the highlighted place."""
        return f"{self.article.get_absolute_url()}#q{self.pk}"


class Appearance(Row):
    """One row per entity and article: what timelines, filters and counters read instead of joining mentions.

    Counts mentions that are not rejected, whatever the visibility of either end; written in the transaction that
    writes the mentions (``articles.appearances``).
    """

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="appearances")
    article = models.ForeignKey(Article, models.CASCADE, related_name="appearances")
    published_on = models.DateField(_("published"), null=True, blank=True)
    mentions = models.PositiveIntegerField(_("mentions"), default=1)

    class Meta:
        verbose_name, verbose_name_plural = _("appearance"), _("appearances")
        constraints = [models.UniqueConstraint(name="appearance_once", fields=["entity", "article"])]
        indexes = [NewestFirst(name="appearance_timeline", fields=["entity", "-published_on", "-article"])]

    def __str__(self):
        return f"{self.entity_id} in {self.article_id}"

    def fold(self, other):
        """Count the mentions of a merged entity too."""
        self.mentions += other.mentions


class Tally(models.Model):
    """How many public articles name a thing; triggers write it (``articles.tallies``)."""

    entity = models.OneToOneField(Entity, models.CASCADE, primary_key=True, related_name="tally")
    documents = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(name="tally_most_first", fields=["-documents", "entity"])]

    def __str__(self):
        return f"{self.entity_id}: {self.documents}"


class Card(Row):
    """What lists show of a public article; triggers write it, and seeds.searching the title (``articles.cards``).

    Plain keys, where a foreign key would be led elsewhere by a merge before the article is.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="card")
    # Less the names that are withheld; empty until that is worked out.
    title = models.CharField(max_length=500, db_default="")
    slug = models.CharField(max_length=100)
    published_on = models.DateField(null=True)
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=21, choices=Article.Kind)
    rights = models.CharField(max_length=10, choices=Article.Rights)
    publisher_id = models.BigIntegerField(null=True)
    twin_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            NewestFirst(name="card_newest", fields=["-published_on", "-article"]),
            NewestFirst(name="card_language", fields=["language", "-published_on", "-article"]),
            NewestFirst(name="card_kind", fields=["kind", "-published_on", "-article"]),
            NewestFirst(name="card_publisher", fields=["publisher_id", "-published_on", "-article"]),
        ]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return address("article", self.slug)


class DisagreementQuerySet(models.QuerySet):
    def waiting(self):
        """Not answered, and both sides still stand."""
        standing = [Review.PROPOSED, Review.ACCEPTED]
        figures = Q(figure__review__in=standing, other_figure__review__in=standing) & ~Q(figure=F("other_figure"))
        posts = Q(position__review__in=standing, other_position__review__in=standing)
        posts &= ~Q(position=F("other_position"))
        return self.filter(figures | posts, answer="", article__twin=F("other"))


class Disagreement(models.Model):
    """Where the two versions of one news item tell a figure or a post differently; a person says which is right.

    ``key`` names the two quotes and what they say: an answer to it is never asked for again.
    """

    class Answer(models.TextChoices):
        OWN = "own", _("the first is right")
        OTHER = "other", _("the second is right")
        BOTH = "both", _("both stand")

    article = models.ForeignKey(Article, models.CASCADE, related_name="disagreements", verbose_name=_("article"))
    other = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("in the other language"))
    # Claims come and go with readings; the answer stays by its key.
    figure = models.ForeignKey(Figure, models.SET_NULL, null=True, blank=True, related_name="+")
    other_figure = models.ForeignKey(Figure, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.ForeignKey(Position, models.SET_NULL, null=True, blank=True, related_name="+")
    other_position = models.ForeignKey(Position, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=64, editable=False)
    answer = models.CharField(_("answer"), max_length=5, choices=Answer, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason of the decision"), blank=True)
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("run")
    )

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("disagreement of two versions"), _("disagreements of two versions")
        constraints = [
            models.UniqueConstraint(name="disagreement_once", fields=["article", "key"]),
            models.CheckConstraint(name="disagreement_of_two_articles", condition=~Q(article=F("other"))),
            models.CheckConstraint(
                name="disagreement_of_one_kind",
                condition=Q(figure=None, other_figure=None) | Q(position=None, other_position=None),
            ),
        ]
        indexes = [models.Index(name="disagreement_answer", fields=["answer"])]

    def __str__(self):
        return f"{self.article} / {self.other}"

    @property
    def sides(self) -> tuple:
        """The two claims."""
        return (self.figure or self.position), (self.other_figure or self.other_position)
