"""Texts that are taken apart and put together: each expression names a bucket, and says which one it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

HEADER = """
import base64, os, re, textwrap
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlparse, urlsplit
import boto3
URI = "s3://photos/2024/a.jpg"
STAGE = os.environ["STAGE"]
class Names:
    bucket = "photos"
    def __format__(self, spec): return spec + self.bucket
names, listed = Names(), {"bucket": "photos", 0: "photos"}
def f(event=None): boto3.client("s3").get_object(Bucket=EXPRESSION, Key="k")
"""

CASES = [
    ("the host of a URL", "urlparse(URI).netloc", "photos"),
    ("the parts of a URL by their places", "urlsplit(URI)[1]", "photos"),
    ("a URL with a variable in it", "urlparse(f's3://photos-{STAGE}/key').netloc", "photos-${STAGE}"),
    ("a URL that a variable carries", "urlparse(os.environ['SOURCE_URI']).netloc", "SOURCE_URI"),
    ("a URL that a variable may carry", "urlparse(os.environ.get('SOURCE_URI', URI)).netloc", "photos"),
    ("a URL put together and taken apart", "urlparse(urljoin('s3://photos', 'key')).netloc", "photos"),
    ("a URL as a text again", "urlparse(URI).geturl().split('/')[2]", "photos"),
    ("a slice", "URI[5:11]", "photos"),
    ("a slice up to a length", "URI[len('s3://'):].partition('/')[0]", "photos"),
    ("a piece of a text with a variable in it", "f's3://photos-{STAGE}/key'.split('/')[2]", "photos-${STAGE}"),
    ("a slice of a text with a variable in it", "f's3://photos-{STAGE}'[5:]", "photos-${STAGE}"),
    ("a prefix of a text with a hole", "f's3://photos/{event}'.removeprefix('s3://').split('/')[0]", "photos"),
    ("a prefix that a text with a hole has", "'photos' if f's3://{event}'.startswith('s3') else 'x'", "photos"),
    ("a part of a path", "PurePosixPath('in/photos/a.jpg').parts[1]", "photos"),
    ("a format with a dict", "'{bucket}'.format_map(listed)", "photos"),
    ("a format with an attribute", "'{0.bucket}'.format(names)", "photos"),
    ("a format with an item", "'{n[bucket]}'.format(n=listed)", "photos"),
    ("a format of a number", "f'photos-{7:03d}'", "photos-007"),
    ("a format in a call of format", "'photos-{:03d}'.format(7)", "photos-007"),
    ("a format that a class defines", "f'{names:my-}'", "my-photos"),
    ("a number of digits", "'photos-%03d' % 7", "photos-007"),
    ("a number as a text", "'photos-' + str(7).zfill(3)", "photos-007"),
    ("a path with another ending", "PurePosixPath('in/photos.jpg').with_suffix('.png').name", "photos.png"),
    ("a path from a folder", "PurePosixPath('in/photos/a').relative_to('in').parts[0]", "photos"),
    ("a path without its ending", "os.path.splitext('photos.jpg')[0]", "photos"),
    ("variables in a path", "os.path.expandvars('photos-$STAGE')", "photos-${STAGE}"),
    ("a group of a match", "re.match('s3://([^/]+)/', URI).group(1)", "photos"),
    ("a group by its name", "re.search('//(?P<b>[a-z]+)', URI)['b']", "photos"),
    ("a group of a compiled pattern", "re.compile('s3://([^/]+)/').match(URI).groups()[0]", "photos"),
    ("a group of a text with a hole", "re.match('s3://([^/]+)/', f's3://photos-{STAGE}/key')[1]", "photos-${STAGE}"),
    ("a group of a variable", "re.match('s3://([^/]+)/', os.environ.get('SOURCE_URI', URI))[1]", "photos"),
    ("a match that there is not", "'x' if re.match('gs://', URI) else 'photos'", "photos"),
    ("all that a pattern finds", "'-'.join(re.findall('[A-Z][a-z]+', 'MyPhotos')).lower()", "my-photos"),
    ("a replacement by a pattern", "re.sub('[^a-z]+', '-', 'my photos')", "my-photos"),
    ("a text without its margin", "textwrap.dedent('  photos')", "photos"),
    ("a coded text", "base64.b64decode('cGhvdG9z').decode()", "photos"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "expression", "bucket"), CASES)
def test_a_text_is_taken_apart(
    what: str, expression: str, bucket: str, uses: Callable[..., dict[str, set[str]]]
) -> None:
    assert uses(HEADER.replace("EXPRESSION", expression)) == {f"bucket:{bucket}": {"GetObject"}}, what


def test_a_pattern_whose_cost_explodes_is_not_run(uses: Callable[..., dict[str, set[str]]]) -> None:
    found = uses(HEADER.replace("EXPRESSION", "re.match('(a+)+$', 'a' * 40 + 'b') or 'photos'"))
    assert found["bucket:photos"] == {"GetObject"}


def test_a_path_that_ends_in_a_hole_may_have_any_ending(uses: Callable[..., dict[str, set[str]]]) -> None:
    found = uses(HEADER.replace("EXPRESSION", "'photos' if os.path.splitext(f'in/{STAGE}')[1] == '.jpg' else 'rest'"))
    assert found.keys() == {"bucket:photos", "bucket:rest"}
