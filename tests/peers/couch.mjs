// PouchDB on both sides of a line, each with its own store (LevelDB) in the current folder.
//   node couch.mjs serve             a server on a free port, whose address it prints; ends with standard input
//   node couch.mjs push URL FILE     puts a document for each line of JSON into a database and replicates it to the
//                                    server; prints how many went over and the milliseconds that replicating took
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const PouchDB = require("pouchdb");

/** The size of batches at which PouchDB was fastest of 100, 500, 1,000 and 2,000. */
const BATCH = 1000;

function serve() {
  const app = require("express")();
  const doors = require("express-pouchdb")(PouchDB.defaults({ prefix: "server-" }), {
    mode: "minimumForPouchDB",
    inMemoryConfig: true,
    logPath: "/dev/null",
  });
  app.use("/", doors);
  const listening = app.listen(0, "127.0.0.1", () => {
    console.log(`http://127.0.0.1:${listening.address().port}`);
  });
  process.stdin.resume().on("end", () => process.exit(0));
}

async function push(url, file) {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const docs = lines.map((line) => {
    const { id, ...rest } = JSON.parse(line);
    return { _id: id, ...rest };
  });
  const local = new PouchDB("laptop-sessions");
  const put = await local.bulkDocs(docs);
  const failed = put.find((one) => one.error);
  if (failed) throw new Error(`not put: ${JSON.stringify(failed)}`);
  const remote = new PouchDB(`${url}/sessions`);
  const began = performance.now();
  const done = await local.replicate.to(remote, { batch_size: BATCH });
  const ms = performance.now() - began;
  const held = (await remote.info()).doc_count;
  console.log(JSON.stringify({ ms, written: done.docs_written, held, ok: done.ok }));
}

const [what, ...rest] = process.argv.slice(2);
if (what === "serve") serve();
else if (what === "push" && rest.length === 2) await push(...rest);
else throw new Error("couch.mjs serve | couch.mjs push URL FILE");
