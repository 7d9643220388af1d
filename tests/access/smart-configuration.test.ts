import { describe, expect, it } from '@jest/globals';
import { parseScopes } from '../../src/access/scopes.ts';
import { toSmartConfiguration } from '../../src/access/smart-configuration.ts';

const publicUrl = 'https://aftaler.example.dk';
const issuer = { issuer: 'https://sts.example.dk', audience: 'a', jwksUri: 'https://sts.example.dk/jwks' };
const endpoints = { authorizationEndpoint: 'https://sts.example.dk/authorize', tokenEndpoint: 'https://sts.example.dk/token' };

describe('toSmartConfiguration', () => {
  /** SMART App Launch 2.2, "Metadata": what is required whatever the capabilities. */
  it.each([
    ['the development issuer', {}],
    ['a configured one', { tokenIssuers: [{ ...issuer, ...endpoints }] }],
  ])('holds what SMART requires, with %s', (_, settings) => {
    const configuration = toSmartConfiguration({ publicUrl, ...settings });
    expect(URL.canParse(configuration.token_endpoint ?? '')).toBe(true);
    expect(configuration.grant_types_supported).toContain('client_credentials');
    expect(configuration.capabilities).toContain('permission-v2');
    expect(configuration.code_challenge_methods_supported).toEqual(['S256']);
  });

  it('names the endpoints of the first issuer that has a token endpoint', () => {
    const other = { ...issuer, issuer: 'https://system.example.dk', jwksUri: 'https://system.example.dk/jwks' };
    expect(toSmartConfiguration({ publicUrl, tokenIssuers: [other, { ...issuer, ...endpoints }] })).toMatchObject({
      authorization_endpoint: endpoints.authorizationEndpoint,
      token_endpoint: endpoints.tokenEndpoint,
      jwks_uri: issuer.jwksUri,
    });
  });

  it('promises a launch only where there is somewhere to sign in', () => {
    const withSignIn = toSmartConfiguration({ publicUrl, tokenIssuers: [{ ...issuer, ...endpoints }] });
    expect(withSignIn.capabilities).toContain('launch-standalone');
    expect(withSignIn.grant_types_supported).toContain('authorization_code');
    const without = toSmartConfiguration({ publicUrl, tokenIssuers: [{ ...issuer, tokenEndpoint: endpoints.tokenEndpoint }] });
    expect(without.capabilities).not.toContain('launch-standalone');
    expect(without).not.toHaveProperty('authorization_endpoint');
  });

  it('names only scopes that the service itself can read', () => {
    for (const scope of toSmartConfiguration({ publicUrl }).scopes_supported) expect(parseScopes(scope)).toHaveLength(1);
  });
});
