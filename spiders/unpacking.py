"""Compressed answers into plain bytes, up to the size that an answer may have."""

from __future__ import annotations

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse

from spiders.why import Garbled, TooLarge


class Unpacking(HttpCompressionMiddleware):
    """Scrapy's own middleware, spared from guessing the charset of compressed bytes (5 ms a page)."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if "Content-Encoding" not in response.headers:
            return response
        try:
            return super().process_response(request, _plain(response))
        except IgnoreRequest as bomb:
            raise TooLarge(f"more than {self._max_size:,} bytes when unpacked") from bomb
        except (OSError, EOFError, ValueError, ArithmeticError) as error:
            raise Garbled(str(error)) from error


def _plain(response: Response) -> Response:
    if not isinstance(response, TextResponse):
        return response
    return Response(
        response.url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        flags=response.flags,
        request=response.request,
    )
