"""What the press says of prices into lists: claims with how they stand, and the stories that they make."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from publish.api import cursors
from publish.api.asked import ClaimsAsked, StoriesAsked, StoryAsked
from publish.api.desk import NOT_MODIFIED, Here, list_responses, listed, one, page_of
from publish.api.problems import Refused, documented
from publish.api.shapes import ClaimShape, Listed, StoryDetail, StoryShape
from publish.api.told import claim_shape, story_detail, story_shape
from storage.claims import claims
from storage.stories import events_of, stories, story

routes = APIRouter(tags=["news"])


@routes.get("/stories", response_model=Listed[StoryShape], responses=list_responses(), operation_id="stories")
def stories_told(request: Request, here: Here, asked: Annotated[StoriesAsked, Query()]) -> Response:
    """The stories, the newest first by when they were first told."""
    after = cursors.event_place(asked.cursor) if asked.cursor else None
    with here.store.read() as c:
        found, last = page_of(stories(c, asked.query(), after, asked.limit + 1), asked.limit)
    further = cursors.event_cursor(last.cursor) if last else None
    shapes = [story_shape(row, here.vendors, asked.lang) for row in found]
    return listed(request, here, asked, StoryShape, shapes, further)


@routes.get(
    "/stories/{story_id}",
    response_model=StoryDetail,
    responses={304: NOT_MODIFIED, **documented(HTTPStatus.NOT_FOUND)},
    operation_id="story",
)
def one_story(
    request: Request,
    here: Here,
    story_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")],
    asked: Annotated[StoryAsked, Query()],
) -> Response:
    """One story with all that it claims, and the events that it tells with their lag."""
    with here.store.read() as c:
        found = story(c, story_id)
        joined = events_of(c, story_id) if found else []
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "No story of this id is recorded.")
    return one(request, here, asked, story_detail(found, joined, here.vendors, asked.lang))


@routes.get("/claims", response_model=Listed[ClaimShape], responses=list_responses(), operation_id="claims")
def claims_made(request: Request, here: Here, asked: Annotated[ClaimsAsked, Query()]) -> Response:
    """The claims, the newest first: confirmed with their lag, contradicted, claimed only, or still waiting."""
    after = cursors.claim_place(asked.cursor) if asked.cursor else None
    with here.store.read() as c:
        found, last = page_of(claims(c, asked.query(), after, asked.limit + 1), asked.limit)
    further = cursors.claim_cursor(last.cursor) if last else None
    return listed(request, here, asked, ClaimShape, [claim_shape(row) for row in found], further)
