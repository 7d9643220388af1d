/** Where the next page goes on: signed, so that nobody can make one, and bound to who asked for what. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { fault } from './fault.ts';

/** The sort values of the last row given, tie-breakers included. */
export type Position = readonly string[];

const TAG_BYTES = 16;

const tagOf = (key: Buffer, bound: string, body: string): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([bound, body]))
    .digest()
    .subarray(0, TAG_BYTES);

/** @param bound who asked, and for what: the same words must be given to open it */
export function sealCursor(key: Buffer, bound: string, position: Position): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${body}.${tagOf(key, bound, body).toString('base64url')}`;
}

/** @throws Fault 400 for a cursor that was not made here for this caller and these parameters */
export function openCursor(key: Buffer, bound: string, cursor: string): Position {
  const [body = '', tag = '', ...rest] = cursor.split('.');
  const given = Buffer.from(tag, 'base64url');
  if (rest.length > 0 || given.length !== TAG_BYTES || !timingSafeEqual(given, tagOf(key, bound, body))) {
    throw fault('value', 'Follow the next link as it was given, with the same token: _cursor is not to be made or moved', {
      expression: '_cursor',
    });
  }
  // Only what was sealed here comes this far.
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Position;
}
