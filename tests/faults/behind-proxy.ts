/** The service on a PostgreSQL server, with a proxy of ours between them. */
import { type OpenDatabase, openDatabase, type Patience } from '../../src/store/database.ts';
import type { Engine } from '../support/database.ts';
import { administer, withDatabase } from '../support/global-setup.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

export interface ServiceBehindProxy extends TestService {
  readonly proxy: TcpProxy;
  /** Past the proxy. */
  readonly direct: OpenDatabase;
}

/** Whether there is a server to do it with. */
export const hasServer = process.env['TEST_SERVER_URL'] !== undefined;

/** As the service's own, but shorter. */
export const PATIENCE: Patience = { connectMs: 1_000, statementMs: 1_000, answerMs: 1_200 };

let copies = 0;

export async function startBehindProxy(env: Readonly<Record<string, string>> = {}): Promise<ServiceBehindProxy> {
  const { TEST_SERVER_URL: server = '', TEST_SERVER_TEMPLATE: template } = process.env;
  const name = `aftaledeling_proxied_${process.pid}_${++copies}`;
  await administer(server, `create database ${name} template ${template}`);
  const url = withDatabase(server, name);
  const proxy = await startTcpProxy({ host: new URL(url).hostname, port: Number(new URL(url).port) });
  const proxied = Object.assign(new URL(url), { host: `127.0.0.1:${proxy.port}` }).toString();
  const engine: Engine = { engine: 'server', open: () => openDatabase({ url: proxied, dataDir: '', patience: PATIENCE }) };
  const service = await startTestService(engine, env);
  const direct = await openDatabase({ url, dataDir: '', maxConnections: 2 });
  return {
    ...service,
    proxy,
    direct,
    async close() {
      await direct.close();
      await proxy.close();
      await service.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}
