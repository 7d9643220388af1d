/**
 * Page sessions: all of a session is in its cookie, encrypted (a signed one would show the CPR number), so that any process answers.
 * Its times are the machine's, as a token's are.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';

const sessionSchema = z.object({
  /** What every form has to bring back. */
  csrf: z.string(),
  /** Seconds of the epoch: when the person signed in, or came. */
  since: z.number(),
  /** Who is signed in, as a token's claims say it; checked by `parseCaller` at each call. */
  claims: z.record(z.string(), z.unknown()).optional(),
  /** The name of whom the citizen acts for, where it is known. */
  otherName: z.string().optional(),
  /** The citizen looks on behalf of whom they act for. */
  forOther: z.boolean().optional(),
  /** Whom a professional has chosen; never in an address. */
  chosen: z.object({ system: z.string(), value: z.string() }).optional(),
  /** A sign-in that is under way at the identity provider. */
  pending: z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() }).optional(),
});

export type Session = Readonly<z.infer<typeof sessionSchema>>;

export interface Sessions {
  /** The session of a `Cookie` header; undefined where there is none that holds. */
  open(cookies: string | undefined): Promise<Session | undefined>;
  /** `Set-Cookie`, good for another half hour. */
  seal(session: Session): Promise<string>;
  /** `Set-Cookie` that ends it. */
  readonly ended: string;
  /** Whether somebody was signed in before: what tells them why they have to sign in again. */
  wasSignedIn(cookies: string | undefined): boolean;
  /** `Set-Cookie` that says so beside a session that somebody is signed in to, and nothing of whom. */
  readonly mark: string;
  /** `Set-Cookie` that takes that back. */
  readonly unmark: string;
}

const IDLE_S = 30 * 60;
const LONGEST_S = 8 * 3600;

const nowS = (): number => Math.floor(Date.now() / 1000);

const newToken = (): string => randomBytes(24).toString('base64url');

export const newSession = (): Session => ({ csrf: newToken(), since: nowS() });

/** Of another citizen than before: what a form of the earlier one still asks for is refused, and done to nobody. */
export const aboutAnother = (session: Session): Session => ({ ...session, csrf: newToken() });

/** @param key 32 bytes; @param secure whether the pages are read over https */
export function createSessions(key: Uint8Array, secure: boolean): Sessions {
  const name = secure ? '__Host-aftaledeling' : 'aftaledeling';
  const marker = 'aftaledeling-logget-ind';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    async open(cookies) {
      const sealed = readCookie(cookies, name);
      if (sealed === undefined) return undefined;
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          requiredClaims: ['exp'],
        });
        const { success, data } = sessionSchema.safeParse(payload['session']);
        return success && data.since + LONGEST_S > nowS() ? data : undefined;
      } catch {
        return undefined;
      }
    },
    async seal(session) {
      const sealed = await new EncryptJWT({ session })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(nowS() + IDLE_S)
        .encrypt(key);
      return `${name}=${sealed}; ${attributes}; Max-Age=${IDLE_S}`;
    },
    ended: `${name}=; ${attributes}; Max-Age=0`,
    wasSignedIn: (cookies) => readCookie(cookies, marker) === '1',
    mark: `${marker}=1; ${attributes}; Max-Age=${LONGEST_S}`,
    unmark: `${marker}=; ${attributes}; Max-Age=0`,
  };
}

export function readCookie(cookies: string | undefined, name: string): string | undefined {
  const found = cookies?.split(';').find((cookie) => cookie.trim().startsWith(`${name}=`));
  return found?.slice(found.indexOf('=') + 1).trim();
}

/** Whether a form was made for this session. */
export function bringsToken(session: Session, sent: string | null): boolean {
  const [expected, given] = [Buffer.from(session.csrf), Buffer.from(sent ?? '')];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
