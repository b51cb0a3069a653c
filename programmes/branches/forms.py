"""Forms of a branch: activities with who took part, needs, mentoring."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import GuardedForm
from core.forms import DateInput, OneLine, of_our_time
from core.text import SortKey
from partners.organisations.models import Organisation
from programmes.branches.models import Activity, Branch, Mentoring, Need, Phase, members_of
from spaces.models import Person, Role, Space

MOST_OTHERS = 100_000


def organisations_for(space: Space, already: Collection[int] = ()) -> QuerySet[Organisation]:
    """Whom one can choose: the members, and who was chosen before and has left since."""
    members = members_of(space).values("pk")
    return Organisation.objects.filter(Q(pk__in=members) | Q(pk__in=already)).order_by(SortKey("name"), "pk")


def people_for(space: Space, already: Collection[int] = ()) -> QuerySet[Person]:
    """The people with a role in the branch, and who was chosen before."""
    roles = Role.objects.current().filter(space=space).exclude(kind=Role.Kind.GUEST)
    chosen = Q(pk__in=roles.values("person")) | Q(pk__in=already)
    return Person.objects.filter(chosen, space=space).order_by(SortKey("name"), "pk")


class Several(forms.TypedMultipleChoiceField):
    """Some of these rows by their numbers, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(choices=list(rows), coerce=int, required=False, **kwargs)


class ActivityForm(GuardedForm, forms.ModelForm):
    """An activity: what, when, where, who took part and what came of it."""

    ORDER = ("title", "phase", "starts_on", "ends_on", "place", "organisations", "others", "people", "result")

    class Meta:
        model = Activity
        fields = ("title", "phase", "starts_on", "ends_on", "place", "others", "result")
        field_classes = dict.fromkeys(("title", "place"), OneLine)
        labels = {
            "title": _("What is it?"),
            "starts_on": _("Date"),
            "ends_on": _("Last day, when it takes more than one"),
            "others": _("How many others took part?"),
            "result": _("What came of it?"),
        }
        help_texts = {
            "title": _("In a few words, for example: study visit to Ghent."),
            "place": _("Or: online."),
            "others": _("People of organisations that are not in the branch. Empty: nobody counted."),
            "result": _("A few sentences. It stands in the monitoring sheet; empty while it is still to come."),
        }
        widgets = {"starts_on": DateInput(), "ends_on": DateInput(), "result": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, space: Space, phases: Iterable[Phase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen, people = self._chosen()
        self.fields["phase"] = forms.ModelChoiceField(
            Phase.objects.filter(branch__space=space), label=_("Phase"), empty_label=None
        )
        self.fields["phase"].choices = [(phase.pk, str(phase)) for phase in phases]
        self.fields["organisations"] = Several(
            organisations_for(space, chosen).values_list("pk", "name"),
            label=_("Which organisations take part?"),
            initial=chosen,
        )
        self.fields["people"] = Several(
            people_for(space, people).values_list("pk", "name"),
            label=_("Who, by name"),
            initial=people,
            help_text=_("Only the branch itself sees who was there."),
        )
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(of_our_time)
        self.fields["others"].widget.attrs |= {"inputmode": "numeric", "max": MOST_OTHERS}
        self.order_fields(self.ORDER)

    def _chosen(self) -> tuple[list[int], list[int]]:
        """Who is noted already, in an order that is always the same."""
        if not self.instance.pk:
            return [], []
        rows = (self.instance.organisations, self.instance.people)
        organisations, people = (list(one.order_by("pk").values_list("pk", flat=True)) for one in rows)
        return organisations, people

    def clean_others(self) -> int | None:
        others = self.cleaned_data["others"]
        if others is not None and others > MOST_OTHERS:
            raise forms.ValidationError(_("That is more than can be right."))
        return others

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The end lies before the start."))
        if first and data.get("result") and first > timezone.localdate():
            self.add_error("result", _("This is still to come. Note what came of it when it has begun."))
        return data


class OfOneOrganisation(GuardedForm, forms.ModelForm):
    """Mixin of a form about one organisation: chosen when it is new, and never changed after that."""

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            self.fields["organisation"] = forms.ModelChoiceField(
                organisations_for(space), label=_("Which organisation?"), empty_label="–"
            )
            self.order_fields(["organisation"])


class NeedForm(OfOneOrganisation):
    """What an organisation needs, and how that was answered."""

    class Meta:
        model = Need
        fields = ("organisation", "text", "brought_on", "answer", "answered_on")
        labels = {
            "text": _("What do they need?"),
            "answer": _("How was it answered?"),
            "answered_on": _("Answered on"),
        }
        help_texts = {
            "text": _("In their own words, in a sentence or two. Everybody in the branch reads it."),
            "answer": _("Empty while it is open."),
            "answered_on": _("Empty: today."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "answer": forms.Textarea(attrs={"rows": 3}),
            "brought_on": DateInput(),
            "answered_on": DateInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("brought_on", "answered_on"):
            self.fields[name].validators.append(of_our_time)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        answer, day = data.get("answer"), data.get("answered_on")
        if answer and not day and "answered_on" not in self.errors:
            data["answered_on"] = day = timezone.localdate()
        if day and not answer and "answer" not in self.errors:
            self.add_error("answer", _("Write how it was answered, or leave out the day."))
        if day and data.get("brought_on") and day < data["brought_on"]:
            self.add_error("answered_on", _("That is before it was brought up."))
        return data


class MentoringForm(OfOneOrganisation):
    """One time of mentoring or coaching."""

    class Meta:
        model = Mentoring
        fields = ("organisation", "phase", "kind", "held_on", "mentor", "mentee", "outcome")
        field_classes = dict.fromkeys(("mentor", "mentee"), OneLine)
        labels = {"mentor": _("Who mentors or coaches?"), "mentee": _("With whom?"), "outcome": _("What came of it?")}
        help_texts = {
            "held_on": _("A day to come is shown as planned."),
            "outcome": _("A few sentences. Everybody in the branch reads it."),
        }
        widgets = {"held_on": DateInput(), "outcome": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, space: Space, phases: Iterable[Phase], **kwargs: Any) -> None:
        super().__init__(*args, space=space, **kwargs)
        mentored = [phase for phase in phases if phase.mentored or phase.pk == self.instance.phase_id]
        self.fields["phase"] = forms.ModelChoiceField(
            Phase.objects.filter(pk__in=[phase.pk for phase in mentored]), label=_("Phase"), empty_label=None
        )
        if len(mentored) == 1:
            self.fields["phase"].widget = forms.HiddenInput()
            self.initial["phase"] = mentored[0].pk
        self.fields["held_on"].validators.append(of_our_time)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day = data.get("held_on")
        if day and data.get("outcome") and day > timezone.localdate():
            self.add_error("outcome", _("This is still to come. Note what came of it afterwards."))
        return data


class DoorForm(GuardedForm, forms.ModelForm):
    """Whether everybody may read about the branch and ask to join it."""

    class Meta:
        model = Branch
        fields = ("open_to_all", "contact_email")
        labels = {"open_to_all": _("Everybody may read about this branch, and ask to join it")}
        help_texts = {
            "contact_email": _("Shown to everybody, so rather a shared mailbox than somebody's own. May stay empty."),
        }
