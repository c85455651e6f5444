"""What stands at the host's root, outside ``/v1``, and needs no key: ``/health`` and ``/openapi.json``."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from ..direct_route import DirectRoute
from ..openapi import document_json

__all__ = ["router"]

router = APIRouter(tags=["Service"], route_class=DirectRoute)


class Health(BaseModel):
    status: Literal["ok"]


@router.get(
    "/health",
    operation_id="getHealth",
    summary="Check the service",
    response_model=Health,
    response_description="The service is up",
)
async def health() -> Response:
    """Say that the service is up."""
    return Response(Health(status="ok").model_dump_json(), media_type="application/json")


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    return Response(document_json(request.app), media_type="application/json")
