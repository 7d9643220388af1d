/** A private, migrated database for one test file, on each engine that is at hand. */
import { readFileSync } from 'node:fs';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { administer, withDatabase } from './global-setup.ts';

export interface Engine {
  readonly engine: 'embedded' | 'server';
  open(): Promise<OpenDatabase>;
}

const embedded: Engine = {
  engine: 'embedded',
  open: () => {
    const template = readFileSync(process.env['TEST_EMBEDDED_TEMPLATE'] ?? '');
    return openDatabase({ dataDir: 'memory://', loadDataDir: new Blob([template]) });
  },
};

let copies = 0;

function server(url: string, template: string): Engine {
  return {
    engine: 'server',
    async open() {
      const name = `aftaledeling_test_${process.pid}_${++copies}`;
      await administer(url, `create database ${name} template ${template}`);
      const database = await openDatabase({ url: withDatabase(url, name), dataDir: '' });
      return {
        ...database,
        async close() {
          await database.close();
          await administer(url, `drop database ${name} with (force)`);
        },
      };
    },
  };
}

const { TEST_SERVER_URL, TEST_SERVER_TEMPLATE } = process.env;

export const engines: readonly Engine[] = [
  embedded,
  ...(TEST_SERVER_URL !== undefined && TEST_SERVER_TEMPLATE !== undefined ? [server(TEST_SERVER_URL, TEST_SERVER_TEMPLATE)] : []),
];
