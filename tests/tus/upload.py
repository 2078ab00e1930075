"""Uploads a file with the stock client for Python: some of it, then the rest by another upload.

upload.py ENDPOINT TOKEN TEAM BLAKE3 FILE
"""

import sys
from urllib.parse import urlparse

from tusclient.client import TusClient

endpoint, token, team, blake3, path = sys.argv[1:]
client = TusClient(endpoint, headers={"Authorization": f"Bearer {token}"})
about = {"team": team, "blake3": blake3, "filename": "photo.jpg"}
first = client.uploader(path, chunk_size=300_000, metadata=about, upload_checksum=True)
first.upload(stop_at=600_000)
rest = client.uploader(path, chunk_size=300_000, url=first.url, upload_checksum=True)
assert rest.offset >= 600_000, rest.offset
rest.upload()
print(urlparse(first.url).path)
