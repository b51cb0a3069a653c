"""Forms of calls, proposals, assessments and decisions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, TimeInput, of_our_time
from partners.organisations.likeness import Entry
from partners.stakeholders.sheets.cleaning import website_host
from places.models import Region
from programmes.calls.models import (
    Answer,
    Assessment,
    Call,
    Criterion,
    InformationSession,
    Partner,
    Proposal,
    Question,
    Score,
)
from programmes.calls.models.proposals import NAME_LENGTH, ORGANISATION_LENGTH, REASON_LENGTH
from programmes.calls.services.applying import Applicant
from programmes.calls.services.deciding import Network, Someone
from programmes.calls.services.recognising import WhichEntry
from sessions.meetings.models import Meeting
from spaces.models import Space

# Among the entries of the directory: none of them.
NEW = "new"
# Who applies is nobody we know, and what they type stands in a mail of ours.
ADDRESS_OF_A_SITE = re.compile(r"://|www\.", re.IGNORECASE)


class PlainName(OneLine):
    """A name that somebody unknown types, and that is mailed: without addresses of sites in it."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if ADDRESS_OF_A_SITE.search(value):
            raise ValidationError(_("Write a name here, without the address of a site."))


class RegionsField(forms.ModelMultipleChoiceField):
    """One or several regions, to tick."""

    widget = forms.CheckboxSelectMultiple


# --- the call -------------------------------------------------------------------------------------
class KeepsRegions:
    """Mixin of the forms that change a call: a region in which somebody writes or wrote a proposal stays."""

    def clean_regions(self) -> Any:
        regions = self.cleaned_data["regions"]  # type: ignore[attr-defined]
        proposals = Proposal.objects.filter(call=self.instance.pk).exclude(state=Proposal.State.WITHDRAWN)  # type: ignore[attr-defined]
        gone = proposals.exclude(region__in=regions).select_related("region").first()
        if gone:
            words = _("There is a proposal for %(region)s already, so that region stays.")
            raise ValidationError(words % {"region": gone.region})
        return regions


class CallForm(KeepsRegions, GuardedForm, forms.ModelForm):
    """A call with its moments, as days and hours in the zone of the programme."""

    opens_on = forms.DateField(label=gettext_lazy("Opens on"), widget=DateInput(), validators=[of_our_time])
    opens_time = forms.TimeField(label=gettext_lazy("Opens at"), widget=TimeInput(), initial=dt.time(9))
    closes_on = forms.DateField(label=gettext_lazy("Closes on"), widget=DateInput(), validators=[of_our_time])
    closes_time = forms.TimeField(
        label=gettext_lazy("Closes at"),
        widget=TimeInput(),
        initial=dt.time(17),
        help_text=gettext_lazy("What is submitted later than this is refused, to the second."),
    )
    field_order = (
        "title", "text", "regions", "opens_on", "opens_time", "closes_on", "closes_time", "budget", "by_invitation",
    )  # fmt: skip

    class Meta:
        model = Call
        fields = ("title", "text", "regions", "budget", "by_invitation")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 8}), "regions": forms.CheckboxSelectMultiple}
        field_classes: ClassVar = {"title": OneLine}
        labels: ClassVar = {"regions": gettext_lazy("For these regions")}

    def __init__(self, *args: Any, space: Space, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space
        self.fields["regions"].queryset = regions  # type: ignore[attr-defined]
        self.fields["by_invitation"].disabled = self.instance.is_published
        if self.instance.pk:
            for name, moment in (("opens", self.instance.local_opening), ("closes", self.instance.local_closing)):
                self.initial |= {f"{name}_on": moment.date(), f"{name}_time": moment.time()}
            self.initial["regions"] = sorted(self.instance.regions.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        moments = {name: self._moment(data, name) for name in ("opens", "closes")}
        if all(moments.values()):
            if moments["closes"] <= moments["opens"]:
                self.add_error("closes_on", _("The call closes before it opens. Choose a later moment to close."))
            self.instance.opens_at, self.instance.closes_at = moments["opens"], moments["closes"]
        return data

    def _moment(self, data: dict[str, Any], name: str) -> Any:
        day, hour = data.get(f"{name}_on"), data.get(f"{name}_time")
        return dt.datetime.combine(day, hour, ZoneInfo(self.space.time_zone)) if day and hour is not None else None


class QuestionForm(GuardedForm, forms.ModelForm):
    class Meta:
        model = Question
        fields = ("text", "hint", "longest")
        field_classes: ClassVar = {"text": OneLine, "hint": OneLine}


class CriterionForm(GuardedForm, forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ("name", "hint", "weight")
        field_classes: ClassVar = {"name": OneLine, "hint": OneLine}


QuestionFormSet = forms.modelformset_factory(
    Question, form=QuestionForm, extra=1, can_delete=True, max_num=20, validate_max=True
)
CriterionFormSet = forms.modelformset_factory(
    Criterion, form=CriterionForm, extra=1, can_delete=True, max_num=12, validate_max=True
)


class SessionForm(forms.ModelForm):
    """A meeting of the programme becomes an information session of the call."""

    class Meta:
        model = InformationSession
        fields = ("meeting", "regions")
        widgets: ClassVar = {"regions": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.call = call
        upcoming = Meeting.objects.filter(space=call.space).upcoming()  # type: ignore[attr-defined]
        taken = call.information_sessions.values("meeting")
        self.fields["meeting"].queryset = upcoming.exclude(pk__in=taken)  # type: ignore[attr-defined]
        self.fields["meeting"].label_from_instance = lambda meeting: f"{meeting.title}, {meeting.day}"  # type: ignore[attr-defined]
        self.fields["regions"].queryset = call.regions.all()  # type: ignore[attr-defined]


# --- applying -------------------------------------------------------------------------------------
class ApplyForm(forms.Form):
    """Who wants to lead which region; the rest is asked behind the link that they get."""

    region = forms.ModelChoiceField(
        label=gettext_lazy("Which region do you want to lead?"), queryset=Region.objects.none()
    )
    organisation = PlainName(label=gettext_lazy("Your organisation"), min_length=2, max_length=ORGANISATION_LENGTH)
    name = PlainName(label=gettext_lazy("Your name"), max_length=NAME_LENGTH)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The link to your proposal goes here. You need no account."),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = call.free_regions()  # type: ignore[attr-defined]

    def applicant(self, language: str) -> Applicant:
        return Applicant(language=language, **self.cleaned_data)


class InviteApplicantForm(ApplyForm):
    """The programme invites somebody to apply."""

    region = forms.ModelChoiceField(label=gettext_lazy("Region"), queryset=Region.objects.none())
    organisation = PlainName(label=gettext_lazy("Organisation"), min_length=2, max_length=ORGANISATION_LENGTH)
    name = PlainName(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))


class AnswerForm(forms.Form):
    """One answer: the text, and the version it began from."""

    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 7}), strip=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, answer: Answer | None = None, **kwargs: Any) -> None:
        initial = {"text": answer.text if answer else "", "version": answer.version if answer else 0}
        super().__init__(*args, prefix=f"question-{question.pk}", initial=initial, **kwargs)
        self.question, self.answer = question, answer
        self.fields["text"].label = question.text
        self.longest = question.longest

    def clean_text(self) -> str:
        """Counted as people see it: a line end is one character, though browsers send two."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > self.longest:
            words = _("This is %(count)d characters long; there is room for %(longest)d.")
            raise ValidationError(words % {"count": len(text), "longest": self.longest})
        return text if text.strip() else ""


class PartnerForm(forms.Form):
    """An organisation that is asked to apply jointly."""

    organisation = PlainName(label=gettext_lazy("Organisation"), min_length=2, max_length=ORGANISATION_LENGTH)
    name = PlainName(label=gettext_lazy("Who can say yes for them?"), max_length=NAME_LENGTH)
    email = forms.EmailField(label=gettext_lazy("Their e-mail address"))


class TickForm(forms.Form):
    """An act that somebody has to mean: mail scanners submit forms too, but tick nothing."""

    sure = forms.BooleanField()

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = label


class ReplyForm(forms.Form):
    """Whether an organisation applies jointly; nothing is chosen beforehand."""

    reply = forms.ChoiceField(
        label=gettext_lazy("Do you apply together?"), choices=Partner.Reply.choices, widget=forms.RadioSelect
    )


# --- assessing ------------------------------------------------------------------------------------
class AssessorForm(forms.Form):
    """Who is asked to look at which proposals."""

    name = OneLine(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("Gets a mail with a link. No account is needed.")
    )
    proposals = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which proposals"), queryset=Proposal.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, proposals: QuerySet[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = proposals  # type: ignore[attr-defined]


class InterestForm(forms.Form):
    """Whether an assessor has an interest in a proposal; nothing is chosen beforehand."""

    interest = forms.ChoiceField(
        label=gettext_lazy("Do you have an interest in this proposal?"),
        choices=Assessment.Interest.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "For example: you work or worked for one of them, you sit on their board, or somebody close to you does."
        ),
    )
    words = OneLine(
        label=gettext_lazy("Which interest?"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Only those who run the programme read this."),
    )


class AssessmentForm(forms.Form):
    """Points for each criterion and a note."""

    POINTS: ClassVar = [(str(points), str(points)) for points in range(Score.MOST + 1)]

    note = forms.CharField(
        label=gettext_lazy("What do you want to say about it?"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("What is strong, what is missing, what you would ask them."),
    )

    def __init__(self, *args: Any, assessment: Assessment, criteria: list[Criterion], **kwargs: Any) -> None:
        known = {score.criterion_id: score.points for score in assessment.scores.all()}
        super().__init__(*args, initial={"note": assessment.note}, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"points-{criterion.pk}"] = forms.ChoiceField(
                label=criterion.name,
                choices=self.POINTS,
                required=False,
                widget=forms.RadioSelect,
                initial=str(known[criterion.pk]) if criterion.pk in known else None,
                help_text=criterion.hint,
            )
        self.order_fields([*(f"points-{criterion.pk}" for criterion in criteria), "note"])

    def points(self) -> dict[Criterion, int | None]:
        given = {criterion: self.cleaned_data[f"points-{criterion.pk}"] for criterion in self.criteria}
        return {criterion: int(points) if points else None for criterion, points in given.items()}


# --- deciding -------------------------------------------------------------------------------------
class GrantForm(forms.Form):
    """What a granted proposal makes, and what is said to who applied."""

    name = OneLine(label=gettext_lazy("Name of the alliance"), max_length=160)
    slug = forms.SlugField(
        label=gettext_lazy("Short name in addresses"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens. It does not change later."),
    )
    coordinator_name = OneLine(label=gettext_lazy("Who coordinates"), max_length=NAME_LENGTH)
    coordinator_email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"), help_text=gettext_lazy("Gets an invitation to sign in.")
    )
    second_name = OneLine(label=gettext_lazy("Second coordinator"), max_length=NAME_LENGTH, required=False)
    second_email = forms.EmailField(label=gettext_lazy("E-mail address of the second one"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("What you want to say to them"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Stands in the mail to everybody who applied together."),
    )

    def __init__(self, *args: Any, questions: Sequence[WhichEntry] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"entry_{one.applying.key}": one for one in questions if one.entries}
        self.fields.update({name: _which_entry(one) for name, one in self.asked.items()})
        self.order_fields(self.asked)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Space.objects.filter(slug=slug).exists():
            raise ValidationError(_("That short name is taken. Choose another one."))
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("second_name")) != bool(data.get("second_email")) and "second_email" not in self.errors:
            self.add_error("second_email", _("Give both the name and the address of the second coordinator."))
        return data

    def network(self) -> Network:
        data = self.cleaned_data
        coordinators = [Someone(data["coordinator_name"], data["coordinator_email"])]
        if data["second_email"]:
            coordinators.append(Someone(data["second_name"], data["second_email"]))
        chosen = {one.applying.key: data[name] for name, one in self.asked.items()}
        entries = {key: int(number) for key, number in chosen.items() if number != NEW}
        return Network(name=data["name"], slug=data["slug"], coordinators=coordinators, entries=entries)


def _which_entry(question: WhichEntry) -> forms.ChoiceField:
    """Which entry of the directory an organisation that applies is; a new one unless its site says otherwise."""
    choices = [(str(entry.pk), _in_the_directory(entry)) for entry in question.entries]
    again = _("Choose which one it is; what the directory has may have changed.")
    return forms.ChoiceField(
        label=_("Is %(organisation)s in the directory already?") % {"organisation": question.applying.organisation},
        choices=[*choices, (NEW, _("No, none of these: a new entry"))],
        initial=str(question.proposed or NEW),
        widget=forms.RadioSelect,
        error_messages={"required": again, "invalid_choice": again},
    )


def _in_the_directory(entry: Entry) -> str:
    """Its public facts in one line."""
    facts = [entry.name, entry.municipality, website_host(entry.website)]
    line = " · ".join(fact for fact in facts if fact)
    return _("%(organisation)s (the site of their e-mail address)") % {"organisation": line} if entry.has_host else line


class RefuseForm(forms.Form):
    """Why the answer is no."""

    reason = forms.CharField(
        label=gettext_lazy("Why not this time?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("They read exactly this: what was good, what was missing, what they could do next."),
    )


def proposed_slug(region: Region) -> str:
    """A free short name for an alliance in this region."""
    base = slugify(region.name)[:50].strip("-") or "alliance"
    taken = set(Space.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
