/** All that always holds of the data, in the order in which it is examined: what others lean on first. */
import { differenceText } from '../rebuild/difference.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { appointmentInvariants } from '../store/appointment-invariants.ts';
import { cardInvariants } from '../store/card-invariants.ts';
import type { Invariant } from '../store/invariant.ts';
import { upkeepInvariants } from '../store/upkeep-invariants.ts';
import { verifyAudit } from '../store/verify-audit.ts';
import { blockConsent } from './block-consent.ts';
import { citizenNumber } from './citizen-number.ts';

const derivation: Invariant = {
  name: 'derivation',
  sentence: 'What is shared is what would be derived now from what was received',
  mendedBy: 'npm run rebuild',
  find: async (db, { today, windowDays, retentionDays }, tell) => {
    const context = { today, windowDays, retentionDays };
    await rebuild({ db, context, dryRun: true, tell: (difference) => tell(differenceText(difference)) });
  },
};

const logChain: Invariant = {
  name: 'log-chain',
  sentence: "Each citizen's log is whole: nothing was altered in it, taken from it or put into it",
  find: async (db, _examination, tell) => {
    const { broken } = await verifyAudit(db);
    for (const { citizenId, seq, what } of broken) tell(`The log of Patient/${citizenId} at line ${seq}: ${what}`);
  },
};

export const invariants: readonly Invariant[] = [
  ...upkeepInvariants,
  citizenNumber,
  ...appointmentInvariants,
  derivation,
  ...cardInvariants,
  blockConsent,
  logChain,
];
