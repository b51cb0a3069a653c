"""The filters above a list."""

from django.db.models import F
from django.http import QueryDict
from django_filters import CharFilter, FilterSet

from core.filters import ListFilter
from spaces.models import Space


class SpaceFilter(ListFilter):
    sorts = {"name": ("name",), "-name": (F("name").desc(),)}
    slug = CharFilter()

    class Meta:
        model = Space
        fields = ("slug",)


def test_the_order_asked_for_or_the_first() -> None:
    orders = {sort: SpaceFilter(QueryDict(f"sort={sort}")).rows().query.order_by for sort in ("name", "-name", "x", "")}
    assert orders == {"name": ("name",), "-name": SpaceFilter.sorts["-name"], "x": ("name",), "": ("name",)}


def test_the_shape_is_what_was_asked() -> None:
    asked = SpaceFilter(QueryDict("slug=kempen&sort=name&page=3&else=1"))
    assert (asked.shape, asked.is_used) == (("name", "kempen"), True)
    nothing = SpaceFilter(QueryDict("page=3"))
    assert (nothing.shape, nothing.is_used) == (("", ""), False)
    assert asked.kept_by != nothing.kept_by


def test_filters_are_made_when_they_are_used_and_are_of_one_question() -> None:
    asked, other = SpaceFilter(QueryDict("slug=kempen")), SpaceFilter(QueryDict())
    assert (asked.shape, "filters" in vars(asked)) == (("", "kempen"), False)
    assert asked.form["slug"].value() == "kempen"
    assert asked.filters["slug"].parent is asked and asked.filters["slug"].model is Space
    assert asked.filters["slug"] is not other.filters["slug"]


def test_it_is_begun_as_the_library_begins_a_filter() -> None:
    class Theirs(FilterSet):
        class Meta:
            model = Space
            fields = ("slug",)

    assert {*vars(SpaceFilter(QueryDict())), "filters"} == set(vars(Theirs(QueryDict())))
