/** Who is asked for what only development has. */
import type { RequestHandler } from 'express';
import { isLoopback } from '../config.ts';
import { fault } from '../fhir/fault.ts';

const forwarding = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'] as const;

/** A page of development answers this machine's own browser alone, asked by this machine's own name: it lets anybody be anybody. */
export const onThisMachine: RequestHandler = (req, _res, next) => {
  const address = req.socket.remoteAddress ?? '';
  const isOwn = isLoopback(address.replace(/^::ffff:/, '')) && isLoopback(hostname(req.get('Host') ?? ''));
  if (!isOwn || forwarding.some((header) => req.get(header) !== undefined)) {
    throw fault('forbidden', 'The pages of development are for this machine alone');
  }
  next();
};

const hostname = (host: string): string => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '');
