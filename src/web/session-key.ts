/** What session cookies are encrypted with: of SESSION_SECRET, or in development a key of its own in `DATA_DIR`. */
import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';

export async function readSessionKey({
  oidc,
  tokenIssuers,
  dataDir,
}: Pick<Config, 'oidc' | 'tokenIssuers' | 'dataDir'>): Promise<Uint8Array> {
  // Where nobody can sign in, no session is ever kept.
  const secret = oidc?.sessionSecret ?? (tokenIssuers === undefined ? await readOrMakeSecret(dataDir) : randomBytes(32));
  return new Uint8Array(hkdfSync('sha256', secret, '', 'aftaledeling page session', 32));
}

/** Written whole beside its place, then linked to it: of two processes one wins, and nobody reads half a key. */
async function readOrMakeSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'session-key');
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return readFile(path, 'utf8');
}
