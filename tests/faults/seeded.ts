import { createHash } from 'node:crypto';

/** Numbers from 0 up to 1, the same each time for the same seed. */
export function seeded(seed: string): () => number {
  let n = 0;
  return () => createHash('sha256').update(`${seed} ${n++}`).digest().readUInt32LE() / 2 ** 32;
}
