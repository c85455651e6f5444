"""A small API that the engine has never seen, with an OpenAPI 3.0 document of the plainest kind."""

import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

PET = {"$ref": "#/components/schemas/Pet"}
BODY = {"content": {"application/json": {"schema": PET}}}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pet shop", "version": "3"},
    "servers": [{"url": "http://localhost:8000/shop"}],
    "security": [{"Key": []}],
    "tags": [{"name": "Pets"}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "summary": "List pets",
                "tags": ["Pets"],
                "parameters": [{"name": "kind", "in": "query", "example": "cat"}],
                "responses": {
                    "200": {
                        "description": "Pets",
                        "content": {"application/json": {"schema": {"type": "array", "items": PET}}},
                    }
                },
            },
            "post": {
                "operationId": "addPet",
                "summary": "Add a pet",
                "tags": ["Pets"],
                "requestBody": {"required": True, **BODY},
                "responses": {
                    "201": {"description": "The pet", "headers": {"Location": {}}, **BODY},
                    "default": {"description": "It's no pet"},
                },
            },
        },
        "/pets/{petId}": {
            "parameters": [{"name": "petId", "in": "path", "required": True, "schema": {"minimum": 1}}],
            "get": {"operationId": "getPet", "responses": {"200": {"description": "The pet", **BODY}}},
            "delete": {"responses": {"204": {"description": "Gone"}}},
        },
        "/adoptions": {
            "post": {
                "operationId": "adopt",
                "requestBody": {
                    "content": {
                        "application/x-www-form-urlencoded": {"example": {"pet": "1", "by": "Ada & 'Bo'"}}
                    }
                },
                "responses": {"200": {"description": "A letter", "content": {"text/plain": {}}}},
            }
        },
        "/sign": {
            "put": {
                "operationId": "writeSign",
                "security": [],
                "requestBody": {"content": {"text/plain": {"example": 'Open; "come in"'}}},
                "responses": {"200": {"description": "The sign", "content": {"application/json": {}}}},
            }
        },
    },
    "components": {
        "securitySchemes": {"Key": {"type": "apiKey", "in": "header", "name": "X-Pet-Key"}},
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "name": {"type": "string", "example": "Mia"},
                    "kind": {"type": "string", "enum": ["cat", "dog"], "nullable": True},
                },
            }
        },
    },
}
KEYS = {"reader": "pet-key-of-the-reader"}


def open_scene(scenario: str | None = None, clock: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(app=app, title="Pet shop", version="3", keys=KEYS)


async def app(scope: Any, receive: Any, send: Any) -> None:
    body = (await receive())["body"].decode()
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    status, answer, more = _answer(f"{scope['method']} {scope['path']}", headers, body)
    text = answer if isinstance(answer, str) else json.dumps(answer)
    kind = "text/plain" if isinstance(answer, str) else "application/json"
    fields = {"content-type": kind, "content-length": str(len(text)), **more}
    raw = [(name.encode(), value.encode()) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": text.encode()})


def _answer(called: str, headers: dict[str, str], body: str) -> tuple[int, Any, dict[str, str]]:
    mia = {"id": 1, "name": "Mia", "kind": "cat"}
    if called == "GET /openapi.json":
        return 200, DOCUMENT, {}
    if called == "PUT /shop/sign":
        return 200, {"sign": body}, {}
    if headers.get("x-pet-key") != KEYS["reader"]:
        return 401, {"error": "no key"}, {}
    match called:
        case "GET /shop/pets":
            return 200, [mia], {}
        case "POST /shop/pets":
            return 201, {"id": 2, **json.loads(body)}, {"location": "/shop/pets/2"}
        case "GET /shop/pets/1":
            return 200, mia, {}
        case "DELETE /shop/pets/1":
            return 204, "", {}
        case "POST /shop/adoptions":
            return 200, f"Dear {parse_qs(body)['by'][0]}, come and meet Mia.", {}
    return 404, {"error": "no such thing"}, {}
