"""The youth field: organisations, municipalities, and regions that differ per product."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    REGIONAL_SERVICE = "regional_service", _("regional service organisation")
    NEIGHBOURHOOD_TEAM = "neighbourhood_team", _("neighbourhood team")
    CERTIFIED_INSTITUTION = "certified_institution", _("certified institution (GI)")
    VEILIG_THUIS = "veilig_thuis", _("Veilig Thuis")
    CHILD_PROTECTION_COUNCIL = "child_protection_council", _("Child Care and Protection Board (RvdK)")
    YOUTH_CARE_PROVIDER = "youth_care_provider", _("youth care provider")
    YOUTH_MENTAL_HEALTH = "youth_mental_health", _("youth mental health provider")
    FOSTER_CARE = "foster_care", _("foster care provider")
    YOUTH_HEALTH_CARE = "youth_health_care", _("youth health care (JGZ)")
    GENERAL_PRACTICE = "general_practice", _("general practice")
    SCHOOL = "school", _("school or school board")
    EDUCATION_PARTNERSHIP = "education_partnership", _("education partnership (samenwerkingsverband)")
    POLICE_JUSTICE = "police_justice", _("police, prosecution or court")
    CARE_SAFETY_HOUSE = "care_safety_house", _("care and safety house")
    WORK_INCOME = "work_income", _("work and income")
    CLIENT_ORGANISATION = "client_organisation", _("client organisation")
    RESEARCH_BUREAU = "research_bureau", _("research or advice bureau")
    NATIONAL_BODY = "national_body", _("national body")
    OTHER = "other", _("other")


class Municipality(models.Model):
    """A municipality by its CBS code (GM0000); merged ones keep their row with a last year."""

    code = models.CharField(_("CBS code"), max_length=6, unique=True, validators=[RegexValidator(r"^GM\d{4}$")])
    name = models.CharField(_("name"), max_length=120)
    fictitious = models.BooleanField(_("fictitious"), default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An organisation in, or around, the youth field."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40, choices=OrganisationKind.choices)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    fictitious = models.BooleanField(_("fictitious"), default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RegionKind(models.TextChoices):
    YOUTH_REGION = "youth_region", _("youth region")
    SUBREGION = "subregion", _("subregion")
    SAFETY_REGION = "safety_region", _("safety region")
    OTHER = "other", _("other cooperation")


class Region(models.Model):
    """Municipalities that organise something together; a subregion lies within a region."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=RegionKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subregions", verbose_name=_("part of")
    )
    lead_municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead municipality"),
    )
    fictitious = models.BooleanField(_("fictitious"), default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RegionMembership(models.Model):
    """A municipality sits in a region for one product (youth protection, foster care, ...), between two dates."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="memberships")
    product = models.CharField(_("product"), max_length=120)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["product", "municipality__name", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "municipality", "product", "starts"], name="people_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="people_membership_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.region} ({self.product})"
