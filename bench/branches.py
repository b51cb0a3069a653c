"""Branches of a programme, of which the first is full."""

from bench import data
from partners.organisations.models import Organisation
from programmes.branches.models import Activity, Branch, Mentoring, Need
from spaces.models import Member, Role, Space


def branch_with(programme: Space, rows: int, coordinator: str) -> Activity:
    """So many branches; the first with as many organisations, activities, needs and times of mentoring.

    Returns one of its activities; whoever has this address coordinates it.
    """
    branch, *_others = (_empty(programme, number) for number in range(rows))
    data.somebody(branch.space, coordinator, Role.Kind.COORDINATOR)
    phases = list(branch.phases.order_by("number"))
    for number in range(rows):
        organisation = Organisation.objects.create(name=f"Jeugdhuis {number}", country="BE", sectors=["culture"])
        Member.objects.create(space=branch.space, organisation=organisation, starts_on=data.LONG_AGO)
        activity = Activity.objects.create(phase=phases[number % 5], title=f"Activiteit {number}", result="Ja.")
        activity.organisations.add(organisation)
        activity.people.add(branch.space.people.get())
        Need.objects.create(branch=branch, organisation=organisation, text="Een partner")
        Mentoring.objects.create(phase=phases[3], organisation=organisation, mentor="Greet", outcome="Ja.")
    activity.organisations.set(Organisation.objects.filter(memberships__space=branch.space))
    return activity


def _empty(programme: Space, number: int) -> Branch:
    space = Space.objects.create(
        kind=Space.Kind.BRANCH, parent=programme, name=f"Tak {number}", slug=f"{programme.slug}-tak{number}"
    )
    return Branch.objects.create(space=space)
