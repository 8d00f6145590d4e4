"""Files in a bucket of S3-compatible storage: `https://KEY:SECRET@HOST/BUCKET?region=REGION`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from networks.errors import NotFound, Unavailable

PIECE: Final = 256 * 1024
PATIENCE: Final = urllib3.Timeout(connect=5, read=30)
WHOLE: Final = 64 * 1024 * 1024
"""Larger than any file of ours: each goes in one piece, so it is there as a whole or not at all."""

TROUBLE: Final = (MinioException, HTTPError, OSError, ValueError)
"""A ValueError is what the client makes of an answer that it cannot read."""


class Bucket:
    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.bucket = parts.path.strip("/")
        self.client = Minio(
            endpoint=parts.netloc.rpartition("@")[2],
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            secure=parts.scheme == "https",
            region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
            http_client=urllib3.PoolManager(timeout=PATIENCE, retries=urllib3.Retry(2, backoff_factor=0.2), maxsize=8),
        )

    def put(self, name: str, source: Path) -> None:
        try:
            self.client.fput_object(
                bucket_name=self.bucket, object_name=_key(name), file_path=str(source), part_size=WHOLE
            )
        except TROUBLE as fault:
            raise Unavailable from fault

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        try:
            answer = self.client.get_object(bucket_name=self.bucket, object_name=_key(name), offset=start)
            try:
                yield from answer.stream(PIECE)
            finally:
                answer.close()
                answer.release_conn()
        except S3Error as fault:
            raise NotFound if fault.code == "NoSuchKey" else Unavailable from fault
        except TROUBLE as fault:
            raise Unavailable from fault

    def remove(self, name: str) -> None:
        try:
            self.client.remove_object(bucket_name=self.bucket, object_name=_key(name))
        except TROUBLE as fault:
            raise Unavailable from fault


def _key(name: str) -> str:
    return f"{name[:2]}/{name}"
