/** The claims of a development token: one for each role, with the rest filled in. */
import { createHash } from 'node:crypto';
import type { Role } from './caller.ts';
import { developmentHospital, developmentSenders } from './development-senders.ts';
import { roleScopes } from './scopes.ts';

/** Claims as text, checked by `parseCaller` as any token's are. */
export interface DevelopmentIdentity {
  readonly role: Role;
  readonly name?: string | undefined;
  readonly scope?: string | undefined;
  readonly cpr?: string | undefined;
  readonly actFor?: { readonly cpr: string; readonly relation: string | undefined } | undefined;
  readonly sector?: string | undefined;
  /** A sender of one's own, or one of the default ones by its id. */
  readonly senderId?: string | undefined;
  readonly practiceKind?: string | undefined;
  readonly sor?: string | undefined;
  readonly cvr?: string | undefined;
  readonly personId?: string | undefined;
  readonly authorisationCode?: string | undefined;
  readonly purpose?: string | undefined;
  readonly municipality?: string | undefined;
  readonly register?: string | undefined;
}

export type Claims = Readonly<Record<string, unknown>>;

/** The same identity always gives the same `sub`. */
export function developmentClaims(identity: DevelopmentIdentity): Claims {
  const own = ownClaims(identity);
  return {
    role: identity.role,
    client_id: own['sender_id'] ?? 'aftaledeling-development',
    sub: own['sender_id'] ?? own['person_id'] ?? `${identity.role}-${digest(JSON.stringify(own))}`,
    scope: identity.scope ?? roleScopes[identity.role],
    ...own,
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

function ownClaims(identity: DevelopmentIdentity): Claims {
  const { role, name, cpr, actFor, sor, cvr, personId, authorisationCode, municipality, register } = identity;
  switch (role) {
    case 'sender':
      return senderClaims(identity);
    case 'citizen':
      return { cpr, name, act_for: actFor };
    case 'professional': {
      // A SOR or CVR number of one's own is an organisation of one's own: the default's other number must not cling to it.
      const organisation =
        sor === undefined && cvr === undefined ? { sor: developmentHospital.sor, cvr: developmentHospital.cvr } : { sor, cvr };
      const purpose = identity.purpose ?? 'TREAT';
      const named = { name: name ?? 'Test Sygeplejerske', authorisation_code: authorisationCode, sector: identity.sector, purpose };
      return { person_id: personId ?? 'development-nurse', ...named, ...organisation };
    }
    case 'coordinator':
      return { municipality, name };
    case 'register':
      return { register, name };
    case 'admin':
      return { name };
    default:
      return role satisfies never;
  }
}

function senderClaims({ sector, senderId, name, practiceKind, sor, cvr, municipality }: DevelopmentIdentity): Claims {
  const known = Object.values(developmentSenders).find((sender) =>
    senderId === undefined ? sender.sector === sector : sender.senderId === senderId,
  );
  return {
    sender_id: senderId ?? known?.senderId,
    sector: sector ?? known?.sector,
    name: name ?? known?.name ?? senderId,
    practice_kind: practiceKind ?? known?.practiceKind,
    sor: sor ?? known?.sor,
    cvr: cvr ?? known?.cvr,
    municipality: municipality ?? known?.municipality,
  };
}
