import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { administer, withDatabase } from '../support/global-setup.ts';
import { killRounds } from './kill-rounds.ts';

const server = process.env['TEST_SERVER_URL'];

/** After the line and before it; `kill-between.ts` does 200. */
const ROUNDS = 2;

test.each([['embedded'], ...(server === undefined ? [] : [['server']])])(
  'killed between the line and the answer, the %s engine has a line for every answer',
  async (engine) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-kill-'));
    const name = `aftaledeling_kill_${process.pid}`;
    const onServer = engine === 'server' && server !== undefined;
    if (onServer) await administer(server, `create database ${name}`);
    try {
      const result = await killRounds(ROUNDS, { url: onServer ? withDatabase(server, name) : undefined, dataDir });
      expect(result).toMatchObject({ unlogged: [], brokenChains: 0 });
      // The first round is killed between the two.
      expect(result.between).toBeGreaterThan(0);
      expect(result.answers).toBeGreaterThan(0);
    } finally {
      if (onServer) await administer(server, `drop database ${name} with (force)`);
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
  120_000,
);
