/**
 * Sign-in at an identity provider: OpenID Connect's code flow with PKCE.
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth}
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Claims } from '../access/development-claims.ts';
import { roleScopes } from '../access/scopes.ts';
import type { OidcConfig } from '../config.ts';
import { fault } from '../fhir/fault.ts';
import { type Trace, traceparent } from '../trace-context.ts';
import type { Session } from './session.ts';

export const CALLBACK = '/log-ind/svar';

export interface OpenId {
  /** Where to send the person, and what to remember until they are back. */
  start(to: string): Promise<{ readonly url: string; readonly pending: NonNullable<Session['pending']> }>;
  /** @param url path and query of the answer; @throws where it is not the answer to `pending` */
  finish(url: string, pending: NonNullable<Session['pending']>, trace: Trace | undefined): Promise<Claims>;
  /** Where signing out there goes on; undefined where the provider has no such place. */
  signOutUrl(): Promise<string | undefined>;
}

/** The provider is asked for its addresses once they are needed, and anew until it answers. */
export function createOpenId({ issuer, clientId, clientSecret }: OidcConfig, publicUrl: string): OpenId {
  let found: Promise<Configuration> | undefined;
  const configuration = (): Promise<Configuration> => {
    found ??= discovery(new URL(issuer), clientId, clientSecret, undefined, {
      // The settings take plain http on this machine alone.
      ...(issuer.startsWith('http:') && { execute: [allowInsecureRequests] }),
      timeout: 10,
    }).catch((cause: unknown) => {
      found = undefined;
      throw fault('transient', 'The identity provider does not answer', { cause });
    });
    return found;
  };
  return {
    async start(to) {
      const [verifier, state, nonce] = [randomPKCECodeVerifier(), randomState(), randomNonce()];
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: `${publicUrl}${CALLBACK}`,
        scope: 'openid profile',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { url: url.href, pending: { state, nonce, verifier, to } };
    },
    async finish(url, { state, nonce, verifier }, trace) {
      const tokens = await authorizationCodeGrant(traced(await configuration(), trace), new URL(`${publicUrl}${url}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      return claimsOf({ ...tokens.claims() }, clientId);
    },
    async signOutUrl() {
      const known = await configuration();
      if (known.serverMetadata().end_session_endpoint === undefined) return undefined;
      return buildEndSessionUrl(known, { post_logout_redirect_uri: `${publicUrl}/`, client_id: clientId }).href;
    },
  };
}

/** The same, whose calls go on with the trace of the one that causes them. */
function traced(known: Configuration, trace: Trace | undefined): Configuration {
  if (trace === undefined) return known;
  const client = known.clientMetadata();
  const own = new Configuration(known.serverMetadata(), client.client_id, client);
  own.timeout = known.timeout;
  own[customFetch] = (url, { body, headers, ...options }) =>
    fetch(url, { ...options, ...(body !== undefined && { body }), headers: { ...headers, traceparent: traceparent(trace) } });
  if (known.serverMetadata().issuer.startsWith('http:')) allowInsecureRequests(own);
  return own;
}

const carried = [
  ...['sub', 'role', 'name', 'cpr', 'act_for', 'person_id', 'authorisation_code', 'sector', 'sor', 'cvr', 'municipality'],
] as const;

/** An ID token's claims are an access token's (DESIGN §7), but for what an access token says of its client: the pages are one. */
function claimsOf(idToken: Readonly<Record<string, unknown>>, clientId: string): Claims {
  const role = idToken['role'] === 'professional' ? 'professional' : 'citizen';
  const own = Object.fromEntries(carried.flatMap((name) => (idToken[name] === undefined ? [] : [[name, idToken[name]]])));
  return { ...own, client_id: clientId, jti: typeof idToken['jti'] === 'string' ? idToken['jti'] : 'session', scope: roleScopes[role] };
}
