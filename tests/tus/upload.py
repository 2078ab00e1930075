"""Uploads a file with the stock client for Python: some of it, then the rest by another upload.

upload.py ENDPOINT TOKEN TEAM BLAKE3 FILE [CERTIFICATE NAME]

With a certificate nobody else is believed than who holds it; it is made out to NAME, wherever the endpoint is.
"""

import os
import socket
import sys
from urllib.parse import urlparse

from tusclient.client import TusClient

endpoint, token, team, blake3, path, *believed = sys.argv[1:]
if believed:
    certificate, name = believed
    os.environ["REQUESTS_CA_BUNDLE"] = certificate
    place = urlparse(endpoint).hostname
    endpoint = endpoint.replace(place, name, 1)
    find = socket.getaddrinfo
    socket.getaddrinfo = lambda host, *more, **named: find(
        place if host == name else host, *more, **named
    )

chunk = -(-os.path.getsize(path) // 5)
client = TusClient(endpoint, headers={"Authorization": f"Bearer {token}"})
about = {"team": team, "blake3": blake3, "filename": "photo.jpg"}
first = client.uploader(path, chunk_size=chunk, metadata=about, upload_checksum=True)
first.upload(stop_at=2 * chunk)
rest = client.uploader(path, chunk_size=chunk, url=first.url, upload_checksum=True)
assert rest.offset >= 2 * chunk, rest.offset
rest.upload()
print(urlparse(first.url).path)
