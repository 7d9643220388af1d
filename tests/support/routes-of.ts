/** Every route that an Express app answers, read out of it: `GET /fhir/Appointment/{id}`. */
import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly slash: boolean;
  match(path: string): boolean;
}

/** Routers are mounted at the root or at one of these. */
const mounts = ['/fhir'];

export function routesOf(app: Express): string[] {
  const { stack } = (app as unknown as { router: { stack: readonly Layer[] } }).router;
  return [...new Set(walk(stack, ''))].sort();
}

const walk = (stack: readonly Layer[], prefix: string): string[] =>
  stack.flatMap((layer) => {
    if (layer.route !== undefined) return toNames(layer.route, prefix);
    if (layer.handle.stack === undefined) return [];
    return walk(layer.handle.stack, prefix + (layer.slash ? '' : mountOf(layer)));
  });

function mountOf(layer: Layer): string {
  const mount = mounts.find((one) => layer.match(`${one}/anything`));
  if (mount === undefined) throw new Error('a router is mounted where this walk does not look');
  return mount;
}

const toNames = ({ path, methods }: NonNullable<Layer['route']>, prefix: string): string[] => {
  const whole = `${prefix}${path === '/' && prefix !== '' ? '' : path}`.replaceAll('\\', '').replaceAll(/:(\w+)/g, '{$1}');
  return Object.keys(methods).map((method) => `${method.toUpperCase()} ${whole}`);
};
