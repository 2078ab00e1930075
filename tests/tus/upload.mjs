// Uploads a file with the stock client for JavaScript: some of it, then the rest by another upload.
// upload.mjs ENDPOINT TOKEN TEAM BLAKE3 FILE [CERTIFICATE NAME]
// With a certificate nobody else is believed than who holds it; it is made out to NAME, wherever the endpoint is.
import { readFile } from 'node:fs/promises'
import { DefaultHttpStack, Upload } from 'tus-js-client'

const [endpoint, token, team, blake3, path, certificate, servername] = process.argv.slice(2)
const bytes = await readFile(path)
const chunkSize = Math.ceil(bytes.length / 5)
const believed = certificate ? { ca: await readFile(certificate), servername } : {}

/** Uploads until the end, or until `enough` bytes are there; returns the address of the upload. */
function upload(options, enough) {
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { team, blake3, filename: 'photo.jpg' },
      chunkSize,
      retryDelays: [100, 200],
      httpStack: new DefaultHttpStack(believed),
      ...options,
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onChunkComplete: (_bytes, accepted) => {
        if (accepted >= enough) {
          upload.abort().then(() => resolve(upload.url), reject)
        }
      },
    })
    upload.start()
  })
}

const url = await upload({}, 2 * chunkSize)
await upload({ uploadUrl: url }, Number.POSITIVE_INFINITY)
console.log(new URL(url).pathname)
// What is here already ends at once.
await upload({}, Number.POSITIVE_INFINITY)
