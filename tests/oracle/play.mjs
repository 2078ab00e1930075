// Plays forms with ODK's web engine: one request of JSON on each line of standard input, one result on each line of
// standard output. A request is `{ id, xml, actions }` with the actions `set`, `add_repeat`, `remove_repeat`,
// `language` and `snapshot`; the result has `ok`, the outcome of each action, and the nodes of each snapshot.
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';

// The engine is written for browsers: it looks for a document and its classes among the globals.
const { window } = new JSDOM('<!doctype html><html></html>');
for (const name of Object.getOwnPropertyNames(window)) {
  const isClass = /^(XML|DOM|XPath|Node|Element|Attr|Text|Character|CDATA|Comment|Processing|Document|HTMLElement|Named)/.test(name);
  if (isClass || name === 'document') globalThis[name] = window[name];
}
// A part of it was made for Node's older modules and asks where it lies.
globalThis.__dirname = '/';
globalThis.module = { exports: {} };
// Where a request is compared, both clocks stand at the same moment.
if (process.env.SALA_NOW) {
  const now = Number(process.env.SALA_NOW);
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length === 0 ? [now] : given));
    }
    static now() {
      return now;
    }
  };
}
for (const level of ['debug', 'info', 'warn']) console[level] = () => undefined;
const { constants, loadForm } = await import('@getodk/xforms-engine');
delete globalThis.__dirname;
delete globalThis.module;

const OPTIONS = {
  fetchFormAttachment: async () => new Response('', { status: 404 }),
  missingResourceBehavior: constants.MISSING_RESOURCE_BEHAVIOR.BLANK,
};
const SETTINGS = {
  stateFactory: (state) => state,
  preloadProperties: { deviceID: 'oracle:device', username: 'oracle' },
  geolocationProvider: { getLocation: async () => '' },
};

/** All nodes from one down, in the order of the form. */
function* below(node) {
  yield node;
  for (const child of node.currentState.children ?? []) yield* below(child);
}

const words = (text) => text?.asString;
const isRepeat = (node) => node.nodeType.startsWith('repeat-range');

function row(node) {
  const state = node.currentState;
  const shown = {
    path: state.reference,
    kind: node.nodeType,
    relevant: state.relevant,
    required: state.required,
    readonly: state.readonly,
    label: words(state.label),
    hint: words(state.hint),
  };
  if (state.valueOptions) {
    shown.choices = state.valueOptions.map((option) => ({ value: option.value, label: words(option.label) }));
  }
  if (!state.children) {
    shown.instance_value = state.instanceValue;
    const violation = node.validationState?.violation;
    if (violation) Object.assign(shown, { violation: violation.condition, message: words(violation.message) ?? null });
  }
  return shown;
}

function answer(node, value) {
  const list = () => (Array.isArray(value) ? value : value ? String(value).split(' ') : []);
  switch (node.nodeType) {
    case 'select':
      return node.selectValues(list());
    case 'rank':
      return node.setValues(list());
    case 'trigger':
      return node.setValue(value === true);
    case 'input':
    case 'range':
      return node.setValue(value ?? (node.valueType === 'string' ? '' : null));
    default:
      throw new Error(`${node.nodeType} takes no value`);
  }
}

function act(root, action, snapshots) {
  const at = (path, fits) => {
    for (const node of below(root)) if (node.currentState.reference === path && fits(node)) return node;
    throw new Error(`nothing at ${path}`);
  };
  if ('snapshot' in action) {
    snapshots[action.snapshot] = { nodes: [...below(root)].map(row) };
  } else if ('set' in action) {
    answer(at(action.set, (node) => !isRepeat(node)), action.value);
  } else if ('add_repeat' in action) {
    const range = at(action.add_repeat, isRepeat);
    range.addInstances(range.currentState.children.length - 1, 1);
  } else if ('remove_repeat' in action) {
    at(action.remove_repeat, isRepeat).removeInstances(action.index, action.count);
  } else if ('language' in action) {
    root.setLanguage(root.languages.find((one) => one.language === action.language));
  } else {
    throw new Error(`unknown action ${Object.keys(action)}`);
  }
}

async function play({ id, xml, actions }) {
  const loaded = await loadForm(xml, OPTIONS);
  if (loaded.status === 'failure') throw new Error(`the form does not load: ${loaded.error?.message}`);
  const { root } = loaded.createInstance(SETTINGS);
  const snapshots = {};
  const outcomes = [];
  for (const action of actions) {
    try {
      act(root, action, snapshots);
      outcomes.push({ ok: true });
    } catch (error) {
      outcomes.push({ ok: false, error: String(error.message) });
    }
  }
  return { id, ok: true, actions: outcomes, snapshots };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const result = await play(request).catch((error) => ({ id: request.id, ok: false, error: String(error.message) }));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
// What is still on its way out goes first.
process.stdout.write('', () => process.exit(0));
