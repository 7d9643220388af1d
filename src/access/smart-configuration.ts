/**
 * What `GET /fhir/.well-known/smart-configuration` answers, to anyone.
 * @see {@link https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html#using-well-known}
 */
import type { Config } from '../config.ts';
import { roleScopes } from './scopes.ts';

export interface SmartConfiguration {
  readonly jwks_uri?: string;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly grant_types_supported: readonly string[];
  readonly response_types_supported: readonly string[];
  readonly code_challenge_methods_supported: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly capabilities: readonly string[];
}

/** Under the service's own address: answers 400 and names `npm run token`, the one way to a development token. */
export const DEVELOPMENT_TOKEN_PATH = '/development/token';

/** The document has room for one authorisation server: the first configured one that names its token endpoint. */
export function toSmartConfiguration({ tokenIssuers, publicUrl }: Pick<Config, 'tokenIssuers' | 'publicUrl'>): SmartConfiguration {
  const server = tokenIssuers?.find(({ tokenEndpoint }) => tokenEndpoint !== undefined) ?? tokenIssuers?.[0];
  const authorizationEndpoint = server?.authorizationEndpoint;
  const tokenEndpoint = tokenIssuers === undefined ? `${publicUrl}${DEVELOPMENT_TOKEN_PATH}` : server?.tokenEndpoint;
  const signsInPeople = authorizationEndpoint !== undefined;
  return {
    ...(server !== undefined && { jwks_uri: server.jwksUri }),
    ...(authorizationEndpoint !== undefined && { authorization_endpoint: authorizationEndpoint }),
    ...(tokenEndpoint !== undefined && { token_endpoint: tokenEndpoint }),
    grant_types_supported: ['client_credentials', ...(signsInPeople ? ['authorization_code'] : [])],
    response_types_supported: signsInPeople ? ['code'] : [],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [...new Set(Object.values(roleScopes).flatMap((claim) => claim.split(' ')))],
    capabilities: ['permission-v2', 'permission-patient', 'permission-user', ...(signsInPeople ? ['launch-standalone'] : [])],
  };
}
