/**
 * JSON Patch: a list of operations on one JSON value.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6902 RFC 6902} and {@link https://www.rfc-editor.org/rfc/rfc6901 RFC 6901}, its pointers
 */
import { isDeepStrictEqual } from 'node:util';
import { type Fault, fault } from './fault.ts';
import { isObject, type JsonObject } from './json.ts';

type Path = readonly string[];

export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'move' | 'copy'; readonly path: Path; readonly from: Path };

const MAX_OPERATIONS = 1_000;

/** @throws Fault 400 where the body is no list of operations, each with the members that its `op` needs */
export function parseJsonPatch(body: unknown): PatchOperation[] {
  if (!Array.isArray(body)) throw formless('A JSON Patch is a list of operations', 'Patch');
  if (body.length > MAX_OPERATIONS) throw formless(`A JSON Patch has at most ${MAX_OPERATIONS} operations`, 'Patch');
  return body.map(parseOperation);
}

function parseOperation(operation: unknown, index: number): PatchOperation {
  const at = `Patch[${index}]`;
  if (!isObject(operation)) throw formless('An operation is an object', at);
  const { op } = operation;
  const path = pointer(operation, 'path', at);
  switch (op) {
    case 'add':
    case 'replace':
    case 'test':
      if (!Object.hasOwn(operation, 'value')) throw formless('This operation has a value', at);
      return { op, path, value: operation['value'] };
    case 'remove':
      return { op, path };
    case 'move':
    case 'copy':
      return { op, path, from: pointer(operation, 'from', at) };
    default:
      throw formless('op is add, remove, replace, move, copy or test', at);
  }
}

function pointer(operation: JsonObject, member: 'path' | 'from', at: string): Path {
  const text = operation[member];
  if (typeof text !== 'string' || (text !== '' && !text.startsWith('/')) || /~(?![01])/.test(text)) {
    throw formless(`${member} is a JSON Pointer: /participant/0/status`, at);
  }
  return text
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const formless = (text: string, expression: string): Fault => fault('structure', text, { expression, rule: 'patch-form' });

/**
 * The value after every operation in turn; `document` stays as it was.
 * @throws Fault 422 naming the operation whose path is not there, or whose test fails
 */
export function applyJsonPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  return operations.reduce<unknown>((value, operation, index) => apply(value, operation, `Patch[${index}]`), structuredClone(document));
}

function apply(root: unknown, operation: PatchOperation, at: string): unknown {
  switch (operation.op) {
    case 'add':
      return add(root, operation.path, structuredClone(operation.value), at);
    case 'remove':
      return remove(root, operation.path, at);
    case 'replace': {
      get(root, operation.path, at);
      if (operation.path.length === 0) return structuredClone(operation.value);
      return set(root, operation.path, structuredClone(operation.value), at);
    }
    case 'test':
      if (isDeepStrictEqual(get(root, operation.path, at), operation.value)) return root;
      throw fault('business-rule', 'The test does not hold: read the appointment again, and patch what is there now', {
        expression: at,
        rule: 'patch-test',
      });
    case 'move': {
      if (isInside(operation.path, operation.from)) throw formless('Nothing can be moved into itself', at);
      const value = get(root, operation.from, at);
      return add(remove(root, operation.from, at), operation.path, value, at);
    }
    case 'copy':
      return add(root, operation.path, structuredClone(get(root, operation.from, at)), at);
    default:
      return operation satisfies never;
  }
}

const isInside = (path: Path, from: Path): boolean => path.length > from.length && from.every((token, index) => path[index] === token);

const missing = (at: string): Fault =>
  fault('business-rule', 'There is nothing at the path of this operation', { expression: at, rule: 'patch-path' });

const INDEX = /^(?:0|[1-9]\d{0,8})$/;

function step(node: unknown, token: string, at: string): unknown {
  if (Array.isArray(node) && INDEX.test(token) && Number(token) < node.length) return node[Number(token)];
  if (isObject(node) && Object.hasOwn(node, token)) return node[token];
  throw missing(at);
}

const get = (root: unknown, path: Path, at: string): unknown => path.reduce((node, token) => step(node, token, at), root);

/** The container that the path's last token is in, with that token. */
function placeOf(root: unknown, path: Path, at: string): { container: unknown; token: string } {
  const token = path.at(-1);
  if (token === undefined) throw missing(at);
  return { container: get(root, path.slice(0, -1), at), token };
}

function add(root: unknown, path: Path, value: unknown, at: string): unknown {
  if (path.length === 0) return value;
  const { container, token } = placeOf(root, path, at);
  if (Array.isArray(container)) {
    const index = token === '-' ? container.length : INDEX.test(token) ? Number(token) : Number.NaN;
    if (!(index <= container.length)) throw missing(at);
    container.splice(index, 0, value);
    return root;
  }
  if (!isObject(container)) throw missing(at);
  define(container, token, value);
  return root;
}

function set(root: unknown, path: Path, value: unknown, at: string): unknown {
  const { container, token } = placeOf(root, path, at);
  if (Array.isArray(container)) container[Number(token)] = value;
  else if (isObject(container)) define(container, token, value);
  return root;
}

/** An own member whatever its name: `__proto__` assigned would be something else. */
const define = (container: JsonObject, token: string, value: unknown): void => {
  Object.defineProperty(container, token, { value, writable: true, enumerable: true, configurable: true });
};

function remove(root: unknown, path: Path, at: string): unknown {
  get(root, path, at);
  const { container, token } = placeOf(root, path, at);
  if (Array.isArray(container)) container.splice(Number(token), 1);
  else if (isObject(container)) Reflect.deleteProperty(container, token);
  return root;
}
