"""Versions of code and of content: what an asset was made of, so that only the stale is remade.

Beside each result lies a stamp: the digest of its inputs (deliveries, code, definitions). A result
whose stamp equals today's digest is fresh. A digest of code ignores comments and docstrings.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sources.home import write_text

ROOT = Path(__file__).resolve().parent.parent
DATA_SUFFIXES = frozenset({".csv", ".json", ".sql", ".yaml"})


@cache
def code_version(*modules: str) -> str:
    """Digest of source files, given as paths relative to the project (folders: all below).

    Data files that lie beside the code (code lists, areas) count byte by byte.
    """
    digest = hashlib.sha256()
    for module in modules:
        path = ROOT / module
        files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
        for file in files:
            digest.update(_content(file))
    return digest.hexdigest()[:12]


@cache
def _content(file: Path) -> bytes:
    """What of a file counts; the same files stand in the versions of many results."""
    if file.suffix in DATA_SUFFIXES:
        return hashlib.sha256(file.read_bytes()).digest()
    if file.suffix != ".py":
        return b""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return hashlib.sha256(ast.dump(_without_docstrings(tree)).encode()).digest()


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                node.body = node.body[1:] or [ast.Pass()]
    return tree


def digest(parts: Iterable[str]) -> str:
    """One digest of several, in the order given."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _stamp(result: Path) -> Path:
    return result.with_name(f"{result.name}.stamp")


def is_fresh(result: Path, inputs: str) -> bool:
    """Whether `result` was made of exactly these inputs."""
    stamp = _stamp(result)
    return result.exists() and stamp.exists() and stamp.read_text() == inputs


def stamp(result: Path, inputs: str) -> None:
    """Say what `result` was made of; call it when the result is in place."""
    write_text(_stamp(result), inputs)


def stamped(result: Path) -> str:
    """The stamp of a result, empty if it has none."""
    path = _stamp(result)
    return path.read_text() if path.exists() else ""
