import { fault } from './fault.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws Fault 400 where the body is not UTF-8 */
export function decodeBody(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw fault('structure', 'The body is not UTF-8', { cause });
  }
}
