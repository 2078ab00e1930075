// Opens a form in ODK's engine and answers questions in it.
//
// node fill.mjs FORM.xml ANSWERS.json: the answers are pairs of a path below the form's own element, with positions,
// and a text. Writes one line of JSON: times in milliseconds, how many answers were taken, and the process's peak
// memory in kB.
import fs from 'node:fs';
import { JSDOM } from 'jsdom';

const [form, script] = process.argv.slice(2);
const xml = fs.readFileSync(form, 'utf8');
const answers = JSON.parse(fs.readFileSync(script, 'utf8'));

// The engine expects a browser: its documents, and no CommonJS.
const page = new JSDOM('<!doctype html>').window;
for (const name of Object.getOwnPropertyNames(page)) {
  const wanted = /^(document|DOMParser|XMLSerializer|XPath\w+|Node\w*|\w*Document|Element|Attr|Text|Comment|CharacterData|CDATASection|ProcessingInstruction|NamedNodeMap|HTMLElement)$/;
  if (wanted.test(name) && page[name] !== undefined) globalThis[name] = page[name];
}
globalThis.__dirname = '/';
globalThis.module = { exports: {} };
console.warn = console.debug = console.info = () => {};
const { loadForm, constants } = await import('@getodk/xforms-engine');

const now = () => performance.now();

function answer(node, text) {
  switch (node.nodeType) {
    case 'select':
      return node.selectValues(text === '' ? [] : text.split(' '));
    case 'rank':
      return node.setValues(text.split(' '));
    case 'trigger':
      return node.setValue(text === 'OK');
    default:
      return node.setValue(node.valueType === 'int' || node.valueType === 'decimal' ? Number(text) : text);
  }
}

let begun = now();
const loaded = await loadForm(xml, {
  fetchFormAttachment: async () => new Response('', { status: 404 }),
  missingResourceBehavior: constants.MISSING_RESOURCE_BEHAVIOR.BLANK,
});
if (loaded.status === 'failure') throw loaded.error;
const { root } = loaded.createInstance({
  stateFactory: (state) => state,
  preloadProperties: { deviceID: 'd', username: 'u' },
  geolocationProvider: { getLocation: async () => '' },
  instanceAttachments: { fileNameFactory: ({ basename, extension }) => basename + (extension ?? '') },
});
const load = now() - begun;

// Finding the questions is not what is measured.
const top = root.currentState.reference;
let known = new Map();
const collect = (node) => {
  const { reference, children } = node.currentState;
  if (!node.nodeType.startsWith('repeat-range')) known.set(reference.replaceAll('[1]', ''), node);
  for (const child of children ?? []) collect(child);
};
const found = (path) => {
  const reference = `${top}/${path}`.replaceAll('[1]', '');
  if (!known.has(reference)) {
    known = new Map();
    collect(root);
  }
  return known.get(reference);
};

let taken = 0;
let fill = 0;
for (const [path, text] of answers) {
  const node = found(path);
  begun = now();
  try {
    if (node && !node.currentState.readonly) {
      answer(node, text);
      taken += 1;
    }
  } catch {
    // Counted by what is missing among those that were taken.
  }
  fill += now() - begun;
}
begun = now();
const problems = root.validationState.violations.length;
fill += now() - begun;

const peak = Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
process.stdout.write(`${JSON.stringify({ load, fill, taken, problems, peak })}\n`, () => process.exit(0));
