"""What README and SECURITY.md say, where no other test holds it; and that they name only what is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
PAPERS = [TOP / name for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAPERS += sorted((TOP / "docs").glob("*.md"))
PRODUCT = sorted(path for folder in ("app", "networks") for path in (TOP / folder).rglob("*.py"))

FETCHERS = {"aiohttp", "ftplib", "httpx", "pycurl", "requests", "urllib3"}
EXAMPLES = re.compile(r"bookmark|0003_|LC_MESSAGES|messages\.po")
"""What the worked example and the translators will make."""


BUCKET = TOP / "app" / "storage" / "s3.py"
"""It talks to the operator's own storage, at the one address in the settings, under names that we make."""


def named(path: Path) -> str:
    return str(path.relative_to(TOP))


def modules(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("path", [path for path in PRODUCT if path != BUCKET], ids=named)
def test_nothing_in_the_product_could_fetch_a_link(path):
    found = modules(path)
    assert not {name.split(".")[0] for name in found} & FETCHERS
    assert not found & {"urllib.request", "http.client"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_pages_say_that_they_are_no_emergency_service_and_not_encrypted_end_to_end(client):
    for path in ("/", "/help", "/privacy", "/signin", "/nowhere"):
        page = client.get(path).get_data(as_text=True)
        assert "not an emergency service" in page, path
        assert "not end-to-end encrypted" in page, path


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_what_papers_name_is_there(paper):
    text = paper.read_text()
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (paper.parent / link).exists()] == []
    files = re.findall(r"`((?:app|networks|tests|migrations|bench|docs|bin)/[\w./-]+)`", text)
    assert [file for file in files if not EXAMPLES.search(file) and not (TOP / file).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_commands_that_papers_name_are_there(paper):
    known = set(re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^(?:make|.*`make) ([a-z-]+)", paper.read_text(), re.MULTILINE)) <= known


def test_readme_lists_every_setting_and_no_other():
    read = set(re.findall(r'self\.\w+\(\s*"([A-Z_]+)"', (TOP / "config.py").read_text()))
    told = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", (TOP / "README.md").read_text(), re.MULTILINE)
    assert {name for row in told for name in re.findall("[A-Z_]+", row)} == read
