"""What many articles report → the stories they tell, each with its independent origins."""

from pipeline.stories.origins import origins
from pipeline.stories.saying import fullest
from pipeline.stories.shelf import Shelf, companies, stories, story_id

__all__ = ["Shelf", "companies", "fullest", "origins", "stories", "story_id"]
