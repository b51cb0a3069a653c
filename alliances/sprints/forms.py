"""What is filled in about sprints, goals and rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.sprints.models import THEMES, Goal, Reply, Round, Sprint
from alliances.sprints.results import QUESTIONS, SCALE
from core.editing import GuardedForm
from core.forms import DateInput, Many, OneLine, of_our_time
from spaces.models import Person

USUAL_DAYS = 10
LONGEST = dt.timedelta(days=60)


class SprintForm(GuardedForm, forms.ModelForm):
    """A sprint: from when until when, and whether its goals have an order."""

    class Meta:
        model = Sprint
        fields = ("title", "starts_on", "ends_on", "order")
        field_classes = dict.fromkeys(("title",), OneLine)
        widgets = {"starts_on": DateInput(), "ends_on": DateInput(), "order": forms.RadioSelect}
        help_texts = {"ends_on": _("About three months is long enough to reach something, and short enough to see.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(of_our_time)


class GoalForm(GuardedForm, forms.ModelForm):
    """A goal: what, who, how it stands; its place where the order counts."""

    class Meta:
        model = Goal
        fields = ("text", "who", "state", "position")
        field_classes = dict.fromkeys(("text", "who"), OneLine)
        widgets = {"state": forms.RadioSelect}
        labels = {"text": _("What do you want to have reached?"), "position": _("Place in the order")}
        help_texts = {"who": _("A person or an organisation; leave it empty while nobody does.")}

    def __init__(self, *args: Any, sprint: Sprint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.sprint = sprint
        if sprint.order == Sprint.Order.BOUQUET:
            del self.fields["position"]
        if not self.instance.pk:
            del self.fields["state"]


class RoundForm(forms.Form):
    """Asking everybody something: the question (of a start question), until when, and whom."""

    question = OneLine(label=_("Your question"), max_length=300)
    closes_on = forms.DateField(label=_("Last day to answer"), widget=DateInput())
    people = Many(
        label=_("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": _("Somebody on the list cannot be asked any more. Look at the list again."),
        },
    )

    def __init__(self, *args: Any, kind: str, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].initial = timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
        self.fields["people"].choices = [(str(one.pk), one.name) for one in people]
        self.fields["people"].initial = [str(one.pk) for one in people]
        if kind != Round.Kind.START:
            del self.fields["question"]
        else:
            self.fields["question"].initial = _("What do we want to have after the first 100 days?")

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("Choose a day between today and two months from now."))
        return day


class StartReplyForm(forms.ModelForm):
    """The answer to a start question."""

    class Meta:
        model = Reply
        fields = ("words",)
        labels = {"words": _("Your answer")}
        help_texts = {
            "words": _("Everybody who takes part reads it, with your name. Write in the language you like best.")
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = True


class CheckInForm(forms.ModelForm):
    """Five taps and a line; nothing is chosen beforehand, and what somebody does not know stays open."""

    class Meta:
        model = Reply
        fields = (*THEMES, "words")
        labels = {"words": _("Anything else?")}
        help_texts = {"words": _("Others read it without your name. Write in the language you like best.")}
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme in THEMES:
            self.fields[theme] = forms.TypedChoiceField(
                label=QUESTIONS[theme][1],
                choices=SCALE,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def scales(self) -> list[forms.BoundField]:
        return [self[theme] for theme in THEMES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in self.fields):
            raise forms.ValidationError(_("Give at least one answer; what you do not know stays open."))
        return data


class LookBackForm(forms.ModelForm):
    """The role one took in a sprint, and what becomes of it; nothing is chosen beforehand."""

    role = forms.ChoiceField(
        label=_("Which role did you take in this sprint, more than any other?"),
        choices=Reply.Role.choices,
        widget=forms.RadioSelect,
    )
    passing = forms.ChoiceField(
        label=_("And in the next sprint?"), choices=Reply.Passing.choices, widget=forms.RadioSelect
    )
    field_order = ("role", "own_role", "words", "passing", "passes_to", "passes_how")

    class Meta:
        model = Reply
        fields = ("role", "own_role", "words", "passing", "passes_to", "passes_how")
        field_classes = dict.fromkeys(("own_role", "passes_to", "passes_how"), OneLine)
        labels = {
            "own_role": _("Your own word for it"),
            "words": _("How was it?"),
            "passes_to": _("Who takes it over?"),
            "passes_how": _("How do you pass it on?"),
        }
        help_texts = {
            "own_role": _("Only with “another role”."),
            "words": _("What went well, what you would do otherwise. A sentence is enough, in the language you like."),
            "passes_to": _("Only when somebody takes it over: a person or an organisation, who knows of it."),
            "passes_how": _("“We do one meeting together.” It may stay empty."),
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._only_with("role", Reply.Role.OWN, ("own_role",), _("What do you call this role?"))
        self._only_with("passing", Reply.Passing.PASSES, ("passes_to", "passes_how"), _("Write who it is."))
        return data

    def _only_with(self, choice: str, value: str, names: tuple[str, ...], question: Any) -> None:
        """The first of ``names`` is needed with this choice; with another one none of them says anything."""
        data = self.cleaned_data
        if data.get(choice) == value and names[0] not in self.errors and not data.get(names[0]):
            self.add_error(names[0], question)
        if data.get(choice) not in (None, value):
            data.update(dict.fromkeys(names, ""))


def reply_form(round_: Round, data: Any = None, *, instance: Reply | None = None) -> forms.ModelForm:
    """The form that belongs to this round, filled in with what was answered before."""
    forms_by_kind = {Round.Kind.CHECK_IN: CheckInForm, Round.Kind.LOOK_BACK: LookBackForm}
    return forms_by_kind.get(Round.Kind(round_.kind), StartReplyForm)(data, instance=instance)
