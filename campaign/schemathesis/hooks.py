"""Leads schemathesis past the door: what has the right shape by chance becomes something that exists.

Only values of the right shape are replaced, so that what was made wrong on purpose stays wrong. What a call answers is used by later calls.
"""

import hashlib
import json
import re

import schemathesis

ID = re.compile(r"^[0-9a-fA-F]{32}$")
KNOWN = {
    "purpose": ["notifications", "newsletters", "agreement", "relations"],
    "field": ["contact.email", "contact.name", "contact.telephone", "company.organisation", "correspondence.attachment"],
    "source": ["data-subject", "organisation"],
}
VALUES = {
    "contact.email": "person{}@example.org",
    "contact.name": "Person {}",
    "contact.telephone": "020 794 {:04}",
    "company.organisation": "Organisation {}",
}
answered = {"token": [], "file": [], "condition": [], "approval": [], "erasure": []}


def pick(choices, seed):
    """One of several, the same for the same input."""
    digest = hashlib.sha256(seed.encode()).digest()
    return choices[int.from_bytes(digest[:4], "big") % len(choices)]


def lead(name, value, seed):
    seed = f"{seed}{name}"
    ids = answered.get({"survivor": "token", "other": "token"}.get(name, name))
    if ids and isinstance(value, str) and ID.match(value):
        return pick(ids[-50:], seed)
    if isinstance(value, str) and name in KNOWN:
        return pick(KNOWN[name], seed)
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        known = KNOWN.get({"purposes": "purpose", "fields": "field"}.get(name))
        return sorted({pick(known, f"{seed}{one}") for one in value}) if known else value
    if isinstance(value, dict):
        if name == "fields":
            return {field: lead_value(field, one, seed) for field, one in renamed(value, seed).items()}
        return {inner: lead(inner, one, f"{seed}{name}") for inner, one in value.items()}
    return value


def renamed(fields, seed):
    names = list(VALUES)
    return {pick(names, f"{seed}{name}"): value for name, value in fields.items()}


def lead_value(field, value, seed):
    number = int.from_bytes(hashlib.sha256(f"{seed}{field}".encode()).digest()[:2], "big") % 3000
    return VALUES[field].format(number) if isinstance(value, str) else value


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict):
        return body
    seed = json.dumps(body, sort_keys=True, default=str)
    # One in four stays as it was made.
    if hashlib.sha256(seed.encode()).digest()[4] % 4 == 0:
        return body
    return {name: lead(name, value, seed) for name, value in body.items()}


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code not in (200, 201) or "application/json" not in response.headers.get("content-type", [""])[0]:
        return
    said = json.loads(response.content)
    for name, ids in answered.items():
        if isinstance(said.get(name), str):
            ids.append(said[name])
