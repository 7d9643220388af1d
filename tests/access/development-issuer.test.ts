import { mkdtemp, readdir, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { createAuthenticate } from '../../src/access/authenticate.ts';
import { type DevelopmentIdentity, developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { developmentHospital, developmentSenders } from '../../src/access/development-senders.ts';
import { openTrustedIssuers } from '../../src/access/trusted-issuers.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'issuer-')), 'data');
});

describe('openDevelopmentIssuer', () => {
  it('makes a key that its owner alone can read, and leaves nothing else behind', async () => {
    await openDevelopmentIssuer(dataDir);
    expect(await readdir(dataDir)).toEqual(['development-key.json']);
    expect((await stat(join(dataDir, 'development-key.json'))).mode & 0o777).toBe(0o600);
  });

  it('agrees on one key, however many open an empty directory at once', async () => {
    const issuers = await Promise.all(Array.from({ length: 20 }, () => openDevelopmentIssuer(dataDir)));
    expect(new Set(issuers.map(({ issuer }) => issuer)).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['development-key.json']);
  });

  it('keeps its name when its directory moves', async () => {
    const before = await openDevelopmentIssuer(dataDir);
    await rename(dataDir, `${dataDir}-moved`);
    expect((await openDevelopmentIssuer(`${dataDir}-moved`)).issuer).toBe(before.issuer);
  });

  it('signs for twelve hours, without a beginning', async () => {
    const token = await (await openDevelopmentIssuer(dataDir)).sign(developmentClaims({ role: 'admin' }));
    const { iat = 0, exp = 0, nbf } = decodeJwt(token);
    expect({ lifetime: exp - iat, nbf, header: decodeProtectedHeader(token) }).toMatchObject({
      lifetime: 12 * 3600,
      nbf: undefined,
      header: { alg: 'ES256', typ: 'at+jwt' },
    });
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(5);
  });

  it('is trusted by the service of its own directory alone', async () => {
    const token = await (await openDevelopmentIssuer(dataDir)).sign(developmentClaims({ role: 'admin' }));
    const own = createAuthenticate(await openTrustedIssuers({ dataDir }, () => undefined));
    const others = createAuthenticate(await openTrustedIssuers({ dataDir: `${dataDir}-other` }, () => undefined));
    await expect(own(`Bearer ${token}`)).resolves.toMatchObject({ role: 'admin', development: true });
    await expect(others(`Bearer ${token}`)).rejects.toMatchObject({ status: 401 });
  });

  it('is trusted by no service that has a real issuer', async () => {
    const token = await (await openDevelopmentIssuer(dataDir)).sign(developmentClaims({ role: 'admin' }));
    const tokenIssuers = [{ issuer: 'https://sts.example.dk', audience: 'a', jwksUri: 'https://sts.example.dk/jwks' }];
    const authenticate = createAuthenticate(await openTrustedIssuers({ dataDir, tokenIssuers }, () => undefined));
    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({ status: 401 });
  });
});

describe('developmentClaims', () => {
  const callerOf = async (identity: DevelopmentIdentity) => {
    const issuer = await openDevelopmentIssuer(dataDir);
    return createAuthenticate([issuer])(`Bearer ${await issuer.sign(developmentClaims(identity))}`);
  };

  it.each(['municipal', 'regional', 'practice'] as const)('speaks for the default %s sender', async (sector) => {
    const { vendor: _, ...sender } = developmentSenders[sector];
    expect(await callerOf({ role: 'sender', sector })).toMatchObject({ ...sender, clientId: sender.senderId, development: true });
  });

  it('gives a sender of its own nothing of the default one', async () => {
    const caller = await callerOf({ role: 'sender', sector: 'municipal', senderId: 'my-system' });
    expect(caller).toMatchObject({ senderId: 'my-system', sector: 'municipal', name: 'my-system', sor: undefined, cvr: undefined });
  });

  it('gives a professional purpose TREAT and an organisation that is no default sender', async () => {
    expect(await callerOf({ role: 'professional' })).toMatchObject({ purpose: 'TREAT', ...{ sor: developmentHospital.sor } });
    for (const sender of Object.values(developmentSenders)) {
      expect(sender.sor).not.toBe(developmentHospital.sor);
      expect(sender.cvr).not.toBe(developmentHospital.cvr);
    }
  });

  it('lets no number of the default organisation cling to one that is given', async () => {
    const { sor } = developmentSenders.municipal;
    expect(await callerOf({ role: 'professional', sor })).toMatchObject({ sor, cvr: undefined });
  });

  it('gives one citizen one subject, another another, and no CPR number in it', async () => {
    const [nancy, again, bruno] = await Promise.all(
      ['2512489996', '2512489996', '2509479989'].map((cpr) => callerOf({ role: 'citizen', cpr })),
    );
    expect(nancy?.subject).toBe(again?.subject);
    expect(nancy?.subject).not.toBe(bruno?.subject);
    expect(nancy?.subject).not.toContain('9996');
  });
});
