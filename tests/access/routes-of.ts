/** Every route of the app, as its router has them: what a route table forgets is found here. */
import type { Express } from 'express';

interface Layer {
  readonly rawPath?: unknown;
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** `GET /fhir/Appointment/:id`, sorted. */
export const routesOf = (app: Express): string[] =>
  [...new Set(walk((app.router as unknown as { stack: readonly Layer[] }).stack, ''))].sort();

function walk(stack: readonly Layer[], prefix: string): string[] {
  return stack.flatMap(({ rawPath, route, handle }) => {
    if (route !== undefined) {
      return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${prefix}${textOf(route.path).replaceAll('\\$', '$')}`);
    }
    return handle.stack === undefined ? [] : walk(handle.stack, prefix + textOf(rawPath).replace(/^\/$/, ''));
  });
}

/** A path that is no text (a pattern, a list) cannot be a row's name. */
function textOf(path: unknown): string {
  if (typeof path !== 'string') throw new Error(`a route's path is no text: ${String(path)}`);
  return path;
}
