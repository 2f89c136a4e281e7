"""Addresses of the registry that carry a parameter of ours, taken off before anything is posted there."""

from urllib.parse import parse_qsl, urlencode, urlsplit


def without(url: str, name: str) -> tuple[str, str | None]:
    """The address without that parameter of its query, and the parameter's value; None if it has none."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    found = next((value for key, value in pairs if key == name and value), None)
    if found is None:
        return url, None
    rest = urlencode([(key, value) for key, value in pairs if key != name])
    return parts._replace(query=rest).geturl(), found
