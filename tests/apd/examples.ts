/** The published documents we may read but not carry: found through EXAMPLES_DIR, the folder that holds `apd/`, `pdc/` and `xds/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';

const directory = process.env['EXAMPLES_DIR'];

/** `describe` where the examples are; else a skipped one, and a word to say so. */
export const describeWithExamples: typeof describe | typeof describe.skip = directory === undefined ? describe.skip : describe;
if (directory === undefined) process.stderr.write('EXAMPLES_DIR is not set: the published examples are skipped\n');

/** The one file of `folder` whose name begins so (some names go on with a citizen's number, which no file of ours may hold). */
export function readExample(folder: string, prefix: string): string {
  const root = join(directory ?? '', folder);
  const [name, ...others] = readdirSync(root).filter((file) => file.startsWith(prefix));
  if (name === undefined || others.length > 0) throw new Error(`${prefix}: ${others.length + (name ? 1 : 0)} files in ${folder}`);
  return readFileSync(join(root, name), 'utf8');
}

export const countExamples = (folder: string, extension: string): number =>
  readdirSync(join(directory ?? '', folder)).filter((file) => file.endsWith(extension)).length;
