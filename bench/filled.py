"""A programme with alliances, one of which has as many rows in each of its lists as asked for."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actionplans import services as plans
from actionplans.models import Action, ActionPlan
from alliances.agreements import services as agreed
from alliances.agreements import standing
from alliances.agreements.models import Agreement
from alliances.models import Alliance
from alliances.sisters.models import SisterLink
from alliances.sprints.models import Goal, Reply, Sprint
from alliances.sprints.models import Round as CheckIn
from alliances.workinggroups import services as workinggroups
from alliances.workinggroups.models import Recommendation
from bench import data
from bench.branches import branch_with
from bench.calls import call_with
from bench.coaching import coached
from bench.pdf_minutes import written_minutes
from charters import services as charters
from documents.files.models import FileVersion, SharedFile
from documents.onpaper.models import EarlierMeeting
from documents.onpaper.services import take_in
from documents.signing import services as signing
from documents.signing.services import Party
from partners.contacts import services as contacts
from partners.contacts.models import Contact
from partners.contacts.services import Planned
from partners.stakeholders.assessing import assess
from partners.stakeholders.models import StakeholderImport
from partners.suggestions.models import Suggestion
from programmes.branches.models import Activity
from programmes.models import Programme
from sessions.intervision.models import Contribution, IntervisionDay, Round
from sessions.intervision.services import asking, contributing
from sessions.intervision.services.contributing import Story
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting, planning
from sessions.series import services as planned
from sessions.series.models import Series
from spaces.models import NamedRole, Representative, Role, Space

IN_A_MONTH = dt.timedelta(days=30)


@dataclass
class Filled:
    """Slugs of programme and alliance, whom to sign in, and the numbers of one row of each kind."""

    programme: str
    alliance: str
    coordinator: User
    stakeholder: int
    talked_with: int
    uploaded: int
    member: int
    person: int
    meeting_to_come: int
    meeting_held: int
    series: int
    day: int
    day_held: int
    call: int
    activity: Activity
    call_slug: str
    proposal: int
    coached: int


def programme(rows: int) -> Filled:
    """``rows`` alliances; the first with so many stakeholders, members, meetings, actions, contributions …"""
    space = Space.objects.create(kind=Space.Kind.PROGRAMME, name=f"Programma {rows}", slug=f"programma{rows}")
    Programme.objects.create(space=space)
    for number in range(1, rows):
        data.alliance(f"streek{rows}x{number}", stakeholders=1, members=1)
    ground = data.alliance(f"alliantie{rows}", stakeholders=rows + 1, members=rows)
    Space.objects.filter(kind=Space.Kind.ALLIANCE, parent=None).update(parent=space)
    data.somebody(space, ground.coordinator.email, Role.Kind.COORDINATOR)
    alliance = ground.space
    call, proposal = call_with(space, rows, ground.coordinator)
    agree(alliance, ground.coordinator)
    agreements(alliance, ground.coordinator)
    sprints(alliance, rows)
    groups(alliance, rows)
    papers(alliance, rows, ground.coordinator)
    suggestions(alliance, rows)
    ties(alliance, rows)
    plan(alliance, rows, ground.coordinator)
    return Filled(
        programme=space.slug,
        alliance=alliance.slug,
        coordinator=ground.coordinator,
        stakeholder=alliance.stakeholders.latest("pk").pk,  # the one that is no member
        talked_with=talks(alliance, rows, ground.coordinator),
        uploaded=upload(alliance, ground.coordinator, rows),
        member=alliance.members.earliest("pk").pk,
        person=alliance.people.earliest("pk").pk,
        meeting_to_come=meetings(alliance, rows, ground.coordinator).pk,
        meeting_held=written_minutes(alliance, points=rows).meeting_id,
        series=series(alliance, rows).pk,
        day=intervision(alliance, rows, ground.coordinator, starts_in=IN_A_MONTH).pk,
        day_held=intervision(alliance, rows, ground.coordinator, starts_in=-IN_A_MONTH).pk,
        call=call.pk,
        call_slug=call.slug,
        activity=branch_with(space, rows, ground.coordinator.email),
        proposal=proposal.pk,
        coached=coached(space),
    )


def talks(space: Space, rows: int, by: User) -> int:
    """So many talks and assessments of one member, and so many stakeholders who should be contacted; which one it is."""
    entry = next(one for one in space.stakeholders.order_by("pk").with_membership() if one.is_member)
    today = timezone.localdate()
    for number in range(rows):
        said = Contact(stakeholder=entry, kind=Contact.Kind.CALL, held_on=today, said=f"Gesprek {number}")
        contacts.log(said, Planned(), by=by)
        assess(entry, influence="high", interest="low", note=f"Reden {number}", by=by)
    for other in space.stakeholders.all()[:rows]:
        contacts.plan(other, Planned(today, "Terugbellen"))
    return int(entry.pk)


def suggestions(space: Space, rows: int) -> None:
    """So many suggestions on which nobody decided; each names an entry of the register."""
    person = space.people.earliest("pk")
    for entry in space.stakeholders.order_by("pk")[:rows]:
        Suggestion.objects.create(space=space, person=person, kind="organisation", name=entry.name, why="Ze helpen al.")


def papers(space: Space, rows: int, by: User) -> None:
    """So many files, without their bytes, each behind a meeting that was held before the alliance came here."""
    day = timezone.localdate() - IN_A_MONTH
    facts = {"number": 1, "form_key": "text", "size": 1, "sha256": "0" * 64, "put_by": by, "put_by_name": "Els"}
    for number in range(rows):
        file = SharedFile.objects.create(space=space, title=f"Verslag {number}", kind=SharedFile.Kind.MINUTES)
        FileVersion.objects.create(file=file, name=f"verslag{number}.txt", **facts)
        take_in(EarlierMeeting(space=space, title=f"Overleg {number}", happened_on=day, file=file), by=by)


def meetings(space: Space, rows: int, by: User) -> Meeting:
    """So many meetings to come; to the last one everybody is invited."""
    start = timezone.now() + IN_A_MONTH
    for number in range(rows):
        meeting = planning.plan(
            Meeting(
                space=space,
                title=f"Vergadering {number}",
                invitation_text="Welkom",
                starts_at=start,
                ends_at=start + dt.timedelta(hours=2),
            )
        )
    inviting.invite(meeting, {one.person.pk for one in inviting.candidates(meeting)}, by=by)
    return meeting


def series(space: Space, rows: int) -> Series:
    """So many meetings to come that were planned together."""
    made = Series(space=space, name="Plenaire", from_time=dt.time(14), until_time=dt.time(16), rotates_moderator=True)
    first = timezone.localdate() + IN_A_MONTH
    return planned.plan(made, [planned.Line(first + dt.timedelta(days=number)) for number in range(rows)])


def plan(space: Space, rows: int, by: User) -> None:
    """An adopted and published plan with so many actions."""
    made = plans.save_plan(ActionPlan(space=space, title="Actieplan"))
    members = space.members.order_by("pk")
    members.update(shown_publicly=True)
    for number, member in enumerate(members[:rows]):
        plans.add_action(made, Action(title=f"Actie {number}", responsible_member=member))
    plans.publish(plans.adopt(made, adopted_on=timezone.localdate(), by=by))
    Alliance.objects.filter(space=space).update(public_page=True)


def agree(space: Space, by: User) -> None:
    """A charter that everybody is asked to sign."""
    charter = charters.create(space)
    version = charters.open_version(charter, major=True, opened_by=by, revision=charter.revision)
    Representative.objects.filter(member__space=space).update(may_sign=True, may_decide=True)
    seats = Representative.objects.filter(member__space=space).select_related("member", "person")
    signing.ask(
        version.signable, [Party(seat.member, seat.person) for seat in seats], counting=charter.counting_texts()
    )


def agreements(space: Space, by: User) -> None:
    """Agreements that everybody is asked to confirm."""
    rules = agreed.create(space, Agreement.Kind.RULES)
    version = agreed.propose(rules, seen=rules.draft.sha256, by=by)
    asked = [Party(one.member, seat.person) for one, seat in standing.overview(version).seats_to_ask]
    agreed.ask(version, asked, by=by)


def sprints(space: Space, rows: int) -> None:
    """So many sprints with a goal each, and as many check-ins that are over, each with one answer."""
    today, person = timezone.localdate(), space.people.earliest("pk")
    for number in range(rows):
        sprint = Sprint.objects.create(space=space, title=f"Sprint {number}", starts_on=today, ends_on=today)
        Goal.objects.create(sprint=sprint, text="Een taalcafé in elke gemeente")
        check_in = CheckIn.objects.create(
            space=space, kind=CheckIn.Kind.CHECK_IN, closes_on=today, closed_at=timezone.now()
        )
        Reply.objects.create(round=check_in, person=person, time=3)


def ties(space: Space, rows: int) -> None:
    """So many roles with a name, and as many sister alliances as there are others."""
    for person in space.people.order_by("pk")[:rows]:
        NamedRole.objects.create(person=person, kind=NamedRole.Kind.AMBASSADOR)
    for other in Space.objects.filter(kind=Space.Kind.ALLIANCE).exclude(pk=space.pk)[:rows]:
        SisterLink.objects.create(proposer=other, other=space, state=SisterLink.State.ACCEPTED)


def groups(space: Space, rows: int) -> None:
    """So many working groups, each with a recommendation."""
    people = [person for person in workinggroups.people_of(space) if person.email]
    for number in range(rows):
        group = workinggroups.found(space, name=f"Werkgroep {number}", why="", lead=people[0], people=people[:3])
        Recommendation.objects.create(space=group.space, title="Een taalcafé", text="Open er een.")


def intervision(space: Space, rows: int, by: User, *, starts_in: dt.timedelta) -> IntervisionDay:
    """A day with so many rounds and contributions, for which so many people were asked."""
    start = timezone.now() + IN_A_MONTH
    day = IntervisionDay.objects.create(
        space=space, title="Samen leren", starts_at=start, ends_at=start + dt.timedelta(hours=6)
    )
    hosts = space.members.order_by("pk")
    Round.objects.bulk_create(
        Round(day=day, title=f"Ronde {number}", starts=dt.time(9), ends=dt.time(10), host=hosts[0])
        for number in range(rows)
    )
    asking.ask(day, {one.person.pk for one in asking.candidates(day)}, by=by)
    members = Representative.objects.filter(member__space=space).select_related("person").order_by("pk")
    kinds = (Contribution.Kind.QUESTION, Contribution.Kind.SUCCESS)
    for seat in islice(members, rows):
        for kind in kinds:
            contributing.hand_in(day, seat.person, Story(kind, "Taal op de werkvloer", "Een taalcafé in de kantine."))
    IntervisionDay.objects.filter(pk=day.pk).update(
        starts_at=timezone.now() + starts_in, ends_at=timezone.now() + starts_in + dt.timedelta(hours=6)
    )
    return day


def upload(space: Space, by: User, rows: int) -> int:
    """The number of a sheet that waits for its preview: so many good rows, as many wrong ones and duplicates."""
    lines = ["Naam;E-mail;Gemeente"]
    for number in range(rows):
        lines += [f"Nieuw {number};nieuw{number}@example.org;Temse", f"Fout {number};geen adres;Temse"]
        lines.append(f"Dubbel {number};contact{number}@{space.slug}.example.org;Temse")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(by)
    file = SimpleUploadedFile("lijst.csv", "\n".join(lines).encode())
    client.post(reverse("stakeholders:import_upload", args=[space.slug]), {"file": file}, secure=True)
    return StakeholderImport.objects.get(space=space).pk
