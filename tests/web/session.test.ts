import { randomBytes } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { bringsToken, createSessions, newSession } from '../../src/web/session.ts';

const key = new Uint8Array(randomBytes(32));
const claims = { role: 'citizen', cpr: '2512489996' };
const cookieOf = (header: string): string => header.split(';', 1)[0] ?? '';

describe('a session', () => {
  const sessions = createSessions(key, false);

  it('comes back as it was, and shows nothing to who holds the cookie', async () => {
    const session = { ...newSession(), claims };
    const header = await sessions.seal(session);
    expect(await sessions.open(`other=1; ${cookieOf(header)}`)).toEqual(session);
    const sealed = cookieOf(header).split('=')[1] ?? '';
    for (const part of sealed.split('.')) expect(Buffer.from(part, 'base64url').toString()).not.toContain('2512489996');
    expect(header).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1800$/);
  });

  it('is for https alone where the pages are', async () => {
    const header = await createSessions(key, true).seal(newSession());
    expect(header).toMatch(/^__Host-aftaledeling=.*; Secure/);
  });

  it('is none where the cookie was altered, or is of another key', async () => {
    const cookie = cookieOf(await sessions.seal(newSession()));
    const end = cookie.at(-3) === 'A' ? 'B' : 'A';
    expect(await sessions.open(`${cookie.slice(0, -3)}${end}${cookie.slice(-2)}`)).toBeUndefined();
    expect(await createSessions(new Uint8Array(randomBytes(32)), false).open(cookie)).toBeUndefined();
    expect(await sessions.open('aftaledeling=rubbish')).toBeUndefined();
    expect(await sessions.open(undefined)).toBeUndefined();
  });

  it('ends after half an hour without a call, and after eight hours whatever happens', async () => {
    const session = newSession();
    const cookie = cookieOf(await sessions.seal(session));
    jest.useFakeTimers({ now: Date.now() + 29 * 60_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      expect(await sessions.open(cookie)).toBeDefined();
      jest.setSystemTime(Date.now() + 2 * 60_000);
      expect(await sessions.open(cookie)).toBeUndefined();
      jest.setSystemTime(Date.now() + 8 * 3_600_000);
      expect(await sessions.open(cookieOf(await sessions.seal(session)))).toBeUndefined();
    } finally {
      jest.useRealTimers();
    }
  });

  it('takes a form that brings its own token alone', () => {
    const session = newSession();
    expect(bringsToken(session, session.csrf)).toBe(true);
    expect(bringsToken(session, newSession().csrf)).toBe(false);
    expect(bringsToken(session, '')).toBe(false);
    expect(bringsToken(session, null)).toBe(false);
  });
});
