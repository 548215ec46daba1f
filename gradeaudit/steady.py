"""An Excel workbook's bytes without the moment of their writing, so that the same report gives the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

MOMENT = datetime.datetime(2000, 1, 1)
"""The moment that stands in each workbook's properties and archive."""
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def steady(content: bytes) -> bytes:
    """The workbook's archive with one fixed time in it and in its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name == "docProps/core.xml":
                text = _TIME.sub(MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), text)
            entry = zipfile.ZipInfo(name, (*MOMENT.timetuple()[:3], 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, text)
    return out.getvalue()
