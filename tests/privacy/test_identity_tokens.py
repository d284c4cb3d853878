"""Tokens and dwelling numbers: the design's vectors, and that plans don't carry the key."""

from __future__ import annotations

import hmac
import traceback

import polars as pl
import pytest

from sources.errors import VarantoError
from sources.identity import tokens as module
from sources.identity.keys import KeyRing
from sources.identity.tokens import dwelling_number, identifier_number, token

KEYS = KeyRing(bytes(range(32)))


def hex_tokens(*codes: str | None) -> list[str | None]:
    frame = pl.DataFrame({"code": codes}, schema={"code": pl.String})
    return frame.select(token(pl.col("code"), KEYS).bin.encode("hex")).to_series().to_list()


def dwellings(*ids: str | None) -> list[int | None]:
    frame = pl.DataFrame({"id": ids}, schema={"id": pl.String})
    return frame.select(dwelling_number(pl.col("id"), KEYS)).to_series().to_list()


def test_the_golden_vectors_of_the_design_hold() -> None:
    assert hex_tokens("010190-900P", "010190Y900P") == [
        "f29aa770eabdf4a81f59c372204247eb",
        "bc45899404d3d581567a39f6ba6be285",
    ]


def test_codes_that_differ_only_by_sign_have_different_tokens() -> None:
    assert len(set(hex_tokens("010190-900P", "010190Y900P", "010190X900P"))) == 3


def test_writing_the_same_code_otherwise_gives_the_same_token() -> None:
    assert len(set(hex_tokens("010190Y900P", " 010190y900p "))) == 1


def test_null_and_blank_have_no_token_and_no_dwelling_number() -> None:
    assert hex_tokens(None, "", "  ") == [None, None, None]
    assert dwellings(None, "", "  ") == [None, None, None]
    assert hex_tokens() == []
    assert dwellings() == []


def test_a_token_is_sixteen_bytes_of_binary_also_in_an_empty_column() -> None:
    for frame in (pl.DataFrame({"code": ["010190-900P"]}), pl.DataFrame({"code": []})):
        out = frame.select(token(pl.col("code"), KEYS))
        assert out.schema == {"code": pl.Binary}
        assert (out["code"].bin.size() == 16).all()


def test_both_agree_with_the_standard_library_row_by_row_and_across_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_ROWS", 7)
    texts = [None if n % 5 == 0 else "X" * n for n in range(150)]  # also over one SHA block

    def expected(info: str, prefix: bytes, text: str | None) -> bytes | None:
        message = prefix + (text or "").encode()
        return hmac.digest(KEYS.derive(info), message, "sha256") if text else None

    frame = pl.DataFrame({"x": texts})
    made = frame.select(
        token(pl.col("x"), KEYS).alias("token"),
        dwelling_number(pl.col("x"), KEYS).alias("dw"),
        identifier_number(pl.col("x"), KEYS).alias("id"),
    )
    for text, one, number, other in zip(texts, *made.get_columns(), strict=True):
        digest = expected("index/e1", b"hetu\0", text)
        assert one == (digest and digest[:16])
        digest = expected("dwelling/e1", b"dw\0", text)
        assert number == (digest and int.from_bytes(digest[:8], "big") & (2**63 - 1))
        digest = expected("record/e1", b"rec\0", text)
        assert other == (digest and int.from_bytes(digest[:8], "big") & (2**63 - 1))


def test_trailing_blanks_of_a_dwelling_id_do_not_count() -> None:
    first, second, other = dwellings("900000759J1C003 ", "900000759J1C003", "900000759J1C004")
    assert first == second != other


def test_dwelling_numbers_are_not_negative() -> None:
    numbers = dwellings(*(f"900000759J{n:05d}" for n in range(2_000)))
    assert min(n for n in numbers if n is not None) >= 0
    assert len(set(numbers)) == 2_000


def test_another_root_key_gives_other_tokens_and_numbers() -> None:
    other = KeyRing(bytes(32))
    frame = pl.DataFrame({"x": ["010190-900P"]})
    for make in (token, dwelling_number, identifier_number):
        one, two = (frame.select(make(pl.col("x"), keys)).item() for keys in (KEYS, other))
        assert one != two


def test_the_streaming_engine_gives_the_same_tokens() -> None:
    frame = pl.DataFrame({"x": ["010190-900P", None, "010190Y900P"] * 1_000})
    plan = frame.lazy().select(token(pl.col("x"), KEYS))
    assert plan.collect(engine="streaming").equals(plan.collect())


def test_a_plan_shows_no_key_and_cannot_be_serialised() -> None:
    expression = token(pl.col("x"), KEYS)
    plan = pl.LazyFrame({"x": ["010190-900P"]}).select(expression)
    shown = f"{expression} {expression!r} {plan.explain()} {plan.explain(optimized=False)}"
    for secret in (bytes(range(32)), KEYS.derive("index/e1")):
        assert secret.hex() not in shown
        assert str(secret)[2:-1] not in shown
    for serialise in (expression.meta.serialize, plan.serialize):
        with pytest.raises((VarantoError, pl.exceptions.ComputeError)):
            serialise()


def test_a_failure_inside_shows_neither_identifier_nor_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(blocks: pl.Series) -> None:
        raise pl.exceptions.ComputeError(f"failed on {blocks.to_list()}")

    monkeypatch.setattr(module, "_sha256", fail)
    code = "-".join(["010190", "900P"])  # the traceback quotes this file's lines, but not this
    with pytest.raises(VarantoError, match="could not be pseudonymised") as caught:
        hex_tokens(code)
    text = "".join(traceback.format_exception(caught.value))
    assert "failed on" not in text
    assert code not in text
