"""House rules that a linter does not know."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
LOCKS = sorted(TOP.glob("requirements*.txt"))
DOMAIN = sorted((TOP / "networks").rglob("*.py"))
TEMPLATES = sorted((TOP / "app" / "templates").rglob("*.html"))
PICTURES = {".png", ".jpg", ".webp", ".ico", ".gif"}

# Split, so that this file does not hold what it looks for.
FORBIDDEN = re.compile(
    r"/wor"
    r"k/|/roo"
    r"t/|/hom"
    r"e/[a-z]|/User"
    r"s/[a-z]|/tm"
    r"p/[a-z]"
    r"|pypi\.o"
    r"rg|pythonhost"
    r"ed|npmjs\.o"
    r"rg|yarnpkg\.c"
    r"om|deb\.debi"
    r"an"
    r"|\bTO"
    r"DO\b|\bFIX"
    r"ME\b"
)
THIRD_PARTY = re.compile(
    r"\.min\.|(^|/)(vendor|node_modules|dist|site-packages)/|\.(whl|tgz|zip|map|woff2?|ttf|otf|jar|so)$"
)
BANNER = re.compile(r"/\*!|@licen[cs]e\b|sourceMappingURL=")

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
INLINE = re.compile(r"""\s(on[a-z]+|style)\s*=|javascript\s*:|^<style\b""", re.IGNORECASE)
SCRIPT = re.compile(r"""^<script\b(?![^>]*\s(src\s*=|type\s*=\s*["']application/json["']))""", re.IGNORECASE)


@cache
def files() -> tuple[str, ...]:
    """All that is or would be committed."""
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(call, cwd=TOP, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(name for name in names if (TOP / name).is_file())


def named(path: Path) -> str:
    return str(path.relative_to(TOP))


def test_imports_keep_to_the_floors():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", DOMAIN, ids=named)
def test_the_domain_needs_the_standard_library_and_sqlalchemy_alone(path):
    assert imported(path) <= {*sys.stdlib_module_names, "networks", "sqlalchemy"}


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    from_ = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in plain | from_}


def test_no_file_names_a_machine_a_registry_or_later_work():
    texts = [name for name in files() if Path(name).suffix not in PICTURES]
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in texts
        for number, line in enumerate((TOP / name).read_text().splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found, "\n".join(found)


def test_nothing_of_third_parties_is_kept_here():
    assert [name for name in files() if THIRD_PARTY.search(name)] == []
    ours = [name for name in files() if name.endswith((".js", ".mjs", ".ts", ".css"))]
    assert [name for name in ours if BANNER.search((TOP / name).read_text())] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_obey_the_content_security_policy(path):
    """Scripts, styles and event handlers come from files: the policy would silently drop them here."""
    tags = TAG.findall(path.read_text())
    assert [tag for tag in tags if INLINE.search(tag) or SCRIPT.search(tag)] == []


@pytest.mark.parametrize("path", LOCKS, ids=named)
def test_locks_are_hashed_and_name_no_host(path):
    lock = path.read_text()
    pins = re.findall(r"^[a-z0-9.-]+==.*\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S", lock, re.MULTILINE)) > 0
    assert "://" not in lock


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_locks_hold_what_is_asked_for(name):
    asked = re.findall(r"^([a-z][a-z0-9-]*)", (TOP / f"{name}.in").read_text(), re.MULTILINE)
    locked = re.findall(r"^([a-z0-9-]+)==", (TOP / f"{name}.txt").read_text(), re.MULTILINE)
    assert set(asked) <= set(locked)


def test_the_front_ends_lock_names_no_host():
    assert '"resolved": "http' not in (TOP / "package-lock.json").read_text()
