"""Forms about intervision days: plan, ask, contribute, report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DayAndHoursForm, Many, OneLine, TimeInput
from core.text import SortKey
from sessions.intervision.models import Contribution, IntervisionDay, Round
from sessions.intervision.services.contributing import Story
from sessions.intervision.services.reporting import TipText
from spaces.models import Member, Person, Space
from spaces.speaking import SpeaksFor


def members_of(space: Space, also: Q) -> QuerySet[Member]:
    """The current members of ``space`` by name, and those of ``also`` who left since."""
    current = Member.objects.current().filter(space=space).values("pk")  # type: ignore[attr-defined]
    rows = Member.objects.filter(Q(pk__in=current) | also, space=space).select_related("organisation", "individual")
    return rows.order_by(SortKey("organisation__name"), SortKey("individual__name"), "pk")


class DayForm(GuardedForm, DayAndHoursForm):
    """When and where, and what it is about. Times are those of the space's zone."""

    usual_hours = (dt.time(9, 30), dt.time(17))
    field_order = (
        "title", "themes", "date", "from_time", "until_time", "place", "introduction", "guiding_questions",
    )  # fmt: skip

    class Meta:
        model = IntervisionDay
        fields = ("title", "themes", "place", "introduction", "guiding_questions")
        field_classes = dict.fromkeys(("title", "themes", "place"), OneLine)
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "guiding_questions": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "themes": _("What the day is about, in a few words."),
            "place": _("Name and address, so that people find it."),
            "introduction": _("Why this day? It stands in the mail to the members and begins the report."),
            "guiding_questions": _("One on each line. They help people to think of something to bring."),
        }

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, time_zone=space.time_zone, **kwargs)
        self.instance.space = space


class RoundForm(GuardedForm, forms.ModelForm):
    """The plan of one round."""

    class Meta:
        model = Round
        fields = Round.PLAN
        field_classes = dict.fromkeys(("title", "theme", "place", "facilitator"), OneLine)
        widgets = {"starts": TimeInput(), "ends": TimeInput()}
        help_texts = {
            "theme": _("What people choose when they bring something. Empty: the title."),
            "starts": _("Rounds at the same time are held side by side."),
            "place": _("The room, or the address when it is elsewhere."),
            "facilitator": _("Who leads the conversation."),
        }

    def __init__(self, *args: Any, day: IntervisionDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.day = day
        self.fields["host"].queryset = members_of(day.space, also=Q(pk=self.instance.host_id))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            raise ValidationError({"ends": _("The end has to be later than the start.")})
        return data


class PeopleForm(forms.Form):
    """Whom to write to: the boxes that stayed ticked."""

    people = Many(label=_("People"), coerce=int, error_messages={"required": _("Choose at least one person.")})

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(one.pk, one.name) for one in people if one.email]  # type: ignore[attr-defined]


class ContributionForm(SpeaksFor, forms.ModelForm):
    """A question or a success story. No kind is chosen beforehand: a blind submit hands in nothing."""

    kind = forms.ChoiceField(
        label=_("What do you bring?"), choices=Contribution.Kind, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you bring: a question, or something that worked.")},
    )  # fmt: skip

    class Meta:
        model = Contribution
        fields = ("kind", "title", "story", "round", "shows_name")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {"story": forms.Textarea(attrs={"rows": 7})}
        labels = {
            "title": _("In one sentence"),
            "story": _("Tell us more"),
            "round": _("For which theme?"),
            "shows_name": _("My name may stand beside it in the report"),
        }
        error_messages = {
            "title": {"required": _("Say in one sentence what it is about.")},
            "story": {"required": _("Tell a little more: a few lines are enough.")},
        }

    def __init__(self, *args: Any, day: IntervisionDay, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person:
            self.ask_for_whom(person, self.instance.organisation)
        rounds = list(day.rounds.all())
        if rounds:
            self.fields["round"].queryset = day.rounds.all()  # type: ignore[attr-defined]
            self.fields["round"].label_from_instance = lambda one: one.theme or one.title  # type: ignore[attr-defined]
            self.fields["round"].empty_label = _("I leave that to the facilitator")  # type: ignore[attr-defined]
        else:
            del self.fields["round"]

    def _post_clean(self) -> None:
        """The service writes the row: the form leaves its instance as it is, for the page that shows it again."""

    def clean_story(self) -> str:
        # Browsers send line ends as CRLF; what is stored is compared with what comes in again.
        return self.cleaned_data["story"].replace("\r\n", "\n")

    def as_story(self) -> Story:
        """What was filled in."""
        data = self.cleaned_data
        # Without rounds in the programme the facilitator's choice, if there was one, stays.
        round_ = data.get("round", self.instance.round)
        return Story(data["kind"], data["title"], data["story"], round_, data["shows_name"], self.chosen_organisation)


class TakeBackForm(forms.Form):
    """A tick before something disappears: a scanner that submits forms ticks nothing."""

    sure = forms.BooleanField(
        label=_("Yes, take it back"), error_messages={"required": _("Tick the box if you are sure.")}
    )


class RoundReportForm(forms.ModelForm):
    """The report of one round, with the version that the writer began from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ("attending", *Round.REPORT)

    class Meta:
        model = Round
        fields = ("attending", *Round.REPORT)
        widgets = {
            "attending": forms.CheckboxSelectMultiple,
            **{name: forms.Textarea(attrs={"rows": 4}) for name in Round.REPORT},
            "insights": forms.Textarea(attrs={"rows": 8}),
        }
        labels = {"attending": _("Members that were there"), "others_attending": _("Others that were there")}
        help_texts = {
            "others_attending": _("One on each line."),
            "content": _("What was it about?"),
            "approach": _("How did you work: which method, in which steps?"),
            "guiding_questions": _("One on each line."),
            "questions": _("The questions that came up on the spot, one on each line."),
            "information": _("What is good to know: programmes, subsidies, places to turn to."),
            "insights": _(
                "What you take along: each point on a line that begins with a hyphen; with two spaces before it "
                "the point stands under the one above."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        there = Q(attended_rounds=self.instance)
        self.fields["attending"].queryset = members_of(self.instance.day.space, also=there).distinct()  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The service writes the row, in one transaction with the tips."""

    def text(self) -> dict[str, str]:
        """What was typed, by the names of ``Round.REPORT``."""
        return {name: self.cleaned_data[name] for name in Round.REPORT}


class TipForm(forms.Form):
    """One tip; without a text it is no tip."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Tip"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    url = forms.URLField(
        label=_("Link"), max_length=500, required=False, assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )  # fmt: skip
    given_by = OneLine(
        label=_("Given by"), max_length=200, required=False,
        help_text=_("Leave this empty when they would rather not be named."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and not data.get("DELETE") and (data.get("url") or data.get("given_by")):
            self.add_error("text", _("Write the tip itself as well."))
        return data


class BaseTipForms(forms.BaseFormSet):
    """The tips of a round, and an empty form for one more."""

    def tips(self) -> list[TipText]:
        """All tips that stay, in order."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        kept = [row for row in rows if row["text"] and not row.get("DELETE")]
        return [TipText(row["text"], row["url"], row["given_by"], row["pk"]) for row in kept]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this tip out")


TipForms = forms.formset_factory(
    TipForm, formset=BaseTipForms, extra=1, can_delete=True, can_delete_extra=False, max_num=100, validate_max=True
)


def tip_initial(round_: Round) -> list[dict[str, Any]]:
    """The tips of a round as ``TipForms`` begins with them."""
    return list(round_.tips.values("pk", "text", "url", "given_by"))
