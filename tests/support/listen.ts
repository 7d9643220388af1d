/** The whole service behind a port of its own, as a client meets it. */
import { createServer, type Server } from 'node:http';
import type { Engine } from './database.ts';
import { freePort } from './server.ts';
import { startTestService, type TestService } from './service.ts';

export interface ListeningService extends TestService {
  /** `http://…/fhir` */
  readonly baseUrl: string;
}

export async function startListening(engine: Engine): Promise<ListeningService> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const service = await startTestService(engine, { PUBLIC_URL: publicUrl });
  const server = createServer(service.app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { ...service, baseUrl: `${publicUrl}/fhir`, close: () => stop(server).then(service.close) };
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
