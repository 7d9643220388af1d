/** Strict JSON of a FHIR body: what `JSON.parse` lets through and FHIR, PostgreSQL or JavaScript itself would trip over. */
import { error, Fault, fault, type Issue } from './fault.ts';
import { isObject, type JsonObject } from './json.ts';

/** Levels of objects and arrays. The deepest real body, a Bundle's, has some 20. */
const MAX_DEPTH = 64;

/** Names that an assignment or a look-up in JavaScript takes for something else. */
const TRICK_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

const LONE_SURROGATE = /\p{Surrogate}/u;
/** Escapes that may make a lone surrogate or a U+0000, which PostgreSQL cannot keep. */
const ODD_ESCAPE = /\\u(?:[dD][89a-fA-F]|0000)/;

/**
 * The value of a body.
 *
 * @throws Fault 400 `structure`: not JSON, a name twice in one object, `__proto__` and its like, nesting past 64 levels, half a
 * surrogate pair, U+0000, and `null` anywhere but in an array of primitives whose sibling array fills the place (R4 §2.6.2, JSON).
 */
export function parseJson(text: string): unknown {
  const value = parse(text);
  const issues: Issue[] = [];
  const isOdd = ODD_ESCAPE.test(text) || LONE_SURROGATE.test(text);
  const names = walk({ issues, isOdd }, value, rootOf(value), 1);
  if (issues.length === 0 && names !== countNames(text)) {
    issues.push(error('structure', 'The same name stands twice in one object; keep one of them', findTwice(text, value), 'base-json'));
  }
  if (issues.length > 0) throw new Fault(issues);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // V8's own message quotes the body.
    const position = /at position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    const lines = position === undefined ? [] : text.slice(0, Number(position)).split('\n');
    const where = lines.length === 0 ? '' : ` at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
    throw fault('structure', `The body is not JSON${where}`, { rule: 'base-json' });
  }
}

/** The type that expressions begin with. */
const rootOf = (value: unknown): string => {
  const type = isObject(value) ? value['resourceType'] : undefined;
  return typeof type === 'string' && /^[A-Z][A-Za-z]{1,63}$/.test(type) ? type : 'Resource';
};

interface Walk {
  readonly issues: Issue[];
  /** Whether the body holds an escape that makes each text worth a look. */
  readonly isOdd: boolean;
}

/** Looks at each value, tells what is wrong, and counts the names of all objects. */
function walk(at: Walk, value: unknown, path: string, depth: number): number {
  if (typeof value === 'string') {
    if (at.isOdd && isOddText(value)) refuse(at, ODD_TEXT, path);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > MAX_DEPTH) {
    refuse(at, `The body is nested deeper than ${MAX_DEPTH} levels`, path);
    return 0;
  }
  let names = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && at.issues.length < 100; i += 1) names += walk(at, value[i], `${path}[${i}]`, depth + 1);
    return names;
  }
  const object = value as JsonObject;
  for (const name of Object.keys(object)) {
    names += 1;
    if (at.issues.length >= 100) return names;
    if (TRICK_NAMES.has(name)) {
      refuse(at, 'An object has a name that FHIR has no element for and JavaScript takes for its own; remove it', path);
      continue;
    }
    if (at.isOdd && isOddText(name)) refuse(at, ODD_TEXT, path);
    const child = object[name];
    const below = pathOf(path, name);
    if (child === null) refuse(at, NO_NULL, below);
    else {
      if (Array.isArray(child)) checkNulls(at, object, name, child, below);
      names += walk(at, child, below, depth + 1);
    }
  }
  return names;
}

const isOddText = (text: string): boolean => LONE_SURROGATE.test(text) || text.includes('\0');
const ODD_TEXT = 'A text holds half a surrogate pair or U+0000; send whole characters';

const NO_NULL =
  'null is no value in FHIR; leave the element out, or say why it is missing with a data-absent-reason in its sibling of the same name after an underscore';

/** R4 §2.6.2: null keeps the places of a primitive array and its sibling in step, and has no other use. */
function checkNulls(at: Walk, object: JsonObject, name: string, list: readonly unknown[], path: string): void {
  if (!list.includes(null)) return;
  const sibling = object[name.startsWith('_') ? name.slice(1) : `_${name}`];
  list.forEach((item, i) => {
    const other: unknown = Array.isArray(sibling) ? sibling[i] : undefined;
    if (item === null && (other === null || other === undefined)) refuse(at, NO_NULL, `${path}[${i}]`);
  });
}

const refuse = (at: Walk, text: string, path: string): number => at.issues.push(error('structure', text, path, 'base-json'));

/** Below an element, by its name; a name that no element has may be anything, so it is not repeated. */
export const pathOf = (path: string, name: string): string => {
  if (!/^_?[A-Za-z]{1,48}\d?$/.test(name)) return path;
  return `${path}.${name.startsWith('_') ? name.slice(1) : name}`;
};

/** How many names valid JSON text has; more than its value has means that one stood twice. */
function countNames(text: string): number {
  let count = 0;
  let open = text.indexOf('"');
  while (open !== -1) {
    const close = endOfString(text, open);
    if (nextMark(text, close + 1) === ':') count += 1;
    open = text.indexOf('"', close + 1);
  }
  return count;
}

function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function nextMark(text: string, from: number): string | undefined {
  let i = from;
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i += 1;
  return text[i];
}

/** Where the name that stands twice is. */
function findTwice(text: string, value: unknown): string {
  const open: { path: string; names: Set<string> | undefined; index: number }[] = [];
  let name = '';
  for (let i = 0; i < text.length; i += 1) {
    const mark = text[i];
    const top = open.at(-1);
    const path = top === undefined ? rootOf(value) : top.names === undefined ? `${top.path}[${top.index}]` : pathOf(top.path, name);
    if (mark === '"') {
      const close = endOfString(text, i);
      if (top?.names !== undefined && nextMark(text, close + 1) === ':') {
        name = String(JSON.parse(text.slice(i, close + 1)));
        if (top.names.has(name)) return pathOf(top.path, name);
        top.names.add(name);
      }
      i = close;
    } else if (mark === '{') open.push({ path, names: new Set(), index: 0 });
    else if (mark === '[') open.push({ path, names: undefined, index: 0 });
    else if (mark === '}' || mark === ']') open.pop();
    else if (mark === ',' && top !== undefined) top.index += 1;
  }
  return rootOf(value);
}
