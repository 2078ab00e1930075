// Uploads a file with the stock client for JavaScript: some of it, then the rest by another upload.
// upload.mjs ENDPOINT TOKEN TEAM BLAKE3 FILE
import { readFile } from 'node:fs/promises'
import { Upload } from 'tus-js-client'

const [endpoint, token, team, blake3, path] = process.argv.slice(2)
const bytes = await readFile(path)

/** Uploads until the end, or until `enough` bytes are there; returns the address of the upload. */
function upload(options, enough) {
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { team, blake3, filename: 'photo.jpg' },
      chunkSize: 300_000,
      retryDelays: [100, 200],
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

const url = await upload({}, 600_000)
await upload({ uploadUrl: url }, Number.POSITIVE_INFINITY)
console.log(new URL(url).pathname)
// What is here already ends at once.
await upload({}, Number.POSITIVE_INFINITY)
