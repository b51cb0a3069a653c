from django.urls import include, path

from programmes.calls.views import (  # some are behind links by mail only
    applying,  # noqa: F401
    assessing,  # noqa: F401
    deciding,
    introducing,
    naming,
    opening,
    public,
)

app_name = "calls"
ONE = "<int:pk>/"
PROPOSAL = f"{ONE}proposals/<int:proposal>/"
SEARCHES = f"{ONE}partners/"
NAMED = f"{ONE}nominations/"
PUBLIC = "c/<slug:slug>/<slug:call>/"
in_a_programme = [
    path("", opening.CallListView.as_view(), name="call_list"),
    path("add/", opening.CallAddView.as_view(), name="call_add"),
    path(ONE, opening.CallShowView.as_view(), name="call_show"),
    path(f"{ONE}change/", opening.CallChangeView.as_view(), name="call_change"),
    path(f"{ONE}asked/", opening.CallAskedView.as_view(), name="call_asked"),
    path(f"{ONE}publish/", opening.CallPublishView.as_view(), name="call_publish"),
    path(f"{ONE}invite/", opening.ApplicantInviteView.as_view(), name="applicant_invite"),
    path(f"{ONE}assessors/add/", opening.AssessorAskView.as_view(), name="assessor_ask"),
    path(f"{ONE}assessors/open/", opening.AssessorOpenView.as_view(), name="assessor_open"),
    path(f"{ONE}sessions/add/", opening.SessionAddView.as_view(), name="session_add"),
    path(f"{ONE}sessions/<int:session>/remove/", opening.SessionRemoveView.as_view(), name="session_remove"),
    path(PROPOSAL, deciding.ProposalShowView.as_view(), name="proposal_show"),
    path(f"{PROPOSAL}document.pdf", deciding.ProposalDocumentView.as_view(), name="proposal_document"),
    path(f"{PROPOSAL}grant/", deciding.ProposalGrantView.as_view(), name="proposal_grant"),
    path(f"{PROPOSAL}refuse/", deciding.ProposalRefuseView.as_view(), name="proposal_refuse"),
    path(NAMED, naming.NominationListView.as_view(), name="nomination_list"),
    path(f"{NAMED}add/", naming.NominationAddView.as_view(), name="nomination_add"),
    path(f"{NAMED}<int:nomination>/", naming.NominationShowView.as_view(), name="nomination_show"),
    path(f"{NAMED}<int:nomination>/decline/", naming.NominationDeclineView.as_view(), name="nomination_decline"),
    path(f"{NAMED}<int:nomination>/seen/", naming.NominationSeeView.as_view(), name="nomination_see"),
    path(SEARCHES, introducing.SearchListView.as_view(), name="search_list"),
    path(f"{SEARCHES}<int:search>/", introducing.SearchIntroduceView.as_view(), name="search_introduce"),
]
urlpatterns = [
    path(PUBLIC, public.CallPublicView.as_view(), name="call_public"),
    path(f"{PUBLIC}apply/", public.CallApplyView.as_view(), name="call_apply"),
    path(f"{PUBLIC}applied/", public.CallAppliedView.as_view(), name="call_applied"),
    path(f"{PUBLIC}nominate/", naming.CallNominateView.as_view(), name="call_nominate"),
    path(f"{PUBLIC}nominated/", naming.CallNominatedView.as_view(), name="call_nominated"),
    path(f"{PUBLIC}partners/", introducing.SearchBeginView.as_view(), name="search_begin"),
    path(f"{PUBLIC}partners/sent/", introducing.SearchBegunView.as_view(), name="search_begun"),
    path("p/<slug:slug>/calls/", include(in_a_programme)),
]
