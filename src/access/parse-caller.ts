/** Claims of a verified token → Caller. */
import { z } from 'zod';
import { CPR_SYSTEM, holdsCpr, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { type Caller, registers } from './caller.ts';
import { parseScopes } from './scopes.ts';

/** Plain words of bounded length; control characters have no place in a name, a log line or the database. */
const words = z
  .string('missing, or no text')
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'no control characters');

/** Goes into the log as it is, so it must not be a person's number. */
const uniqueId = words.refine((id) => !holdsCpr(id), 'not a CPR number: an id of its own');

const citizen = z.string('a CPR number of ten digits').transform((value, context) => {
  const identifier = parseCitizenIdentifier(CPR_SYSTEM, value);
  if (identifier === undefined) context.addIssue({ code: 'custom', message: 'a CPR number of ten digits' });
  return identifier ?? z.NEVER;
});

const sor = z.string().regex(/^\d{11,18}$/, 'a SOR id of at least 11 digits');
const cvr = z.string().regex(/^\d{8}$/, 'a CVR number of 8 digits');
const sector = z.enum(['municipal', 'regional', 'practice'], 'municipal, regional or practice');
const municipality = z.string('a municipality code of four digits').regex(/^\d{4}$/, 'a municipality code of four digits');

const base = {
  client_id: uniqueId,
  sub: uniqueId,
  jti: uniqueId,
  name: words.optional(),
  scope: z
    .string()
    .max(4000)
    .default('')
    .transform((claim, context) => {
      const scopes = parseScopes(claim);
      const message = 'SMART v2 scopes of one context alone, letters in the order cruds, such as system/Appointment.cruds';
      if (scopes === undefined) context.addIssue({ code: 'custom', message });
      return scopes ?? z.NEVER;
    }),
};

const claimsSchema = z.discriminatedUnion('role', [
  z
    .object({
      ...base,
      role: z.literal('sender'),
      sender_id: uniqueId,
      sector,
      practice_kind: z.enum(['general', 'specialist'], 'general or specialist').optional(),
      sor: sor.optional(),
      cvr: cvr.optional(),
      municipality: municipality.optional(),
    })
    .refine(({ sector, practice_kind }) => practice_kind === undefined || sector === 'practice', {
      path: ['practice_kind'],
      message: 'only of a practice',
    }),
  z
    .object({
      ...base,
      role: z.literal('citizen'),
      cpr: citizen,
      act_for: z.object({ cpr: citizen, relation: z.enum(['custody', 'power-of-attorney'], 'custody or power-of-attorney') }).optional(),
    })
    .refine(({ cpr, act_for }) => act_for?.cpr.value !== cpr.value, { path: ['act_for'], message: 'another than the citizen' }),
  z
    .object({
      ...base,
      role: z.literal('professional'),
      person_id: uniqueId,
      authorisation_code: uniqueId.optional(),
      sector: sector.optional(),
      sor: sor.optional(),
      cvr: cvr.optional(),
      purpose: z
        .string()
        .regex(/^[A-Z]{1,20}$/, 'a code of v3-ActReason')
        .optional(),
    })
    .refine(({ sor, cvr }) => sor !== undefined || cvr !== undefined, { path: ['sor'], message: 'sor or cvr: of which organisation' }),
  z.object({ ...base, role: z.literal('coordinator'), municipality }),
  z.object({ ...base, role: z.literal('register'), register: z.enum(registers, registers.join(', ')) }),
  z.object({ ...base, role: z.literal('admin') }),
]);

type Claims = z.infer<typeof claimsSchema>;

/**
 * @returns the caller; or what is wrong with the claims, each by its name, never a value
 */
export function parseCaller(claims: unknown, development: boolean): Caller | { readonly wrong: readonly string[] } {
  const parsed = claimsSchema.safeParse(claims);
  if (parsed.success) return toCaller(parsed.data, development);
  return { wrong: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

function toCaller(claims: Claims, development: boolean): Caller {
  const shared = {
    clientId: claims.client_id,
    subject: claims.sub,
    tokenId: claims.jti,
    scopes: claims.scope,
    name: claims.name,
    development,
  };
  switch (claims.role) {
    case 'sender': {
      const { role, sender_id: senderId, sector, practice_kind: practiceKind, sor, cvr, municipality } = claims;
      return { ...shared, role, senderId, sector, practiceKind, sor, cvr, municipality };
    }
    case 'citizen': {
      const { role, cpr: identifier, act_for } = claims;
      return { ...shared, role, identifier, actFor: act_for && { identifier: act_for.cpr, relation: act_for.relation } };
    }
    case 'professional': {
      const { role, person_id: personId, authorisation_code: authorisationCode, sector, sor, cvr, purpose } = claims;
      return { ...shared, role, personId, authorisationCode, sector, sor, cvr, purpose };
    }
    case 'coordinator':
      return { ...shared, role: claims.role, municipality: claims.municipality };
    case 'register':
      return { ...shared, role: claims.role, register: claims.register };
    case 'admin':
      return { ...shared, role: claims.role };
    default:
      return claims satisfies never;
  }
}
