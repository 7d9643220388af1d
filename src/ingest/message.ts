/** A body that was found good: settled as it will be stored, and read. */
import { createHash } from 'node:crypto';
import type { SenderFacts } from '../derive/facts.ts';
import { type Interpreted, interpret } from '../derive/interpret.ts';
import { BASE } from '../fhir/base.ts';
import { Fault, type Issue } from '../fhir/fault.ts';
import { refuseModifierExtensions } from '../fhir/modifier-extension.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Appointment } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import { replacementFindings, replacePracticeContent } from '../normalise/reason.ts';
import { settleSector } from '../normalise/sector.ts';
import type { CitizenIdOf } from '../store/setting.ts';

/** The sender as the registry knows it. */
export interface SenderProfile extends SenderFacts {
  readonly id: string;
  readonly practiceKind: 'general' | 'specialist' | undefined;
}

export interface Message {
  readonly senderId: string;
  readonly sector: Sector;
  readonly citizenId: string;
  readonly said: Interpreted;
  /** Of what the sender said, whatever order its members came in; equal hashes make no new version. */
  readonly contentHash: string;
  readonly findings: readonly Issue[];
}

const PROFILE = `${BASE}/StructureDefinition/SharedAppointment`;

/** Throws one Fault with everything that is wrong with the body. */
export function readMessage(body: unknown, sender: SenderProfile, citizenIdOf: CitizenIdOf): Message {
  const valid = validate(body, { type: 'Appointment', profile: PROFILE });
  const issues = [...valid, ...refuseModifierExtensions(body as Appointment, 'Appointment')];
  if (issues.some((issue) => issue.severity === 'error')) throw new Fault(issues);
  const sent = withoutServerElements(body as Appointment);
  const replaced = sender.sector === 'practice' ? replacePracticeContent(sent, sender.practiceKind) : sent;
  const { appointment, findings } = settleSector(replaced, sender.sector);
  const said = interpret(appointment, sender.sector);
  return {
    senderId: sender.id,
    sector: sender.sector,
    citizenId: citizenIdOf(said.citizen),
    said,
    contentHash: hashOf(appointment),
    findings: [...issues, ...replacementFindings(sent, replaced), ...findings, ...said.findings],
  };
}

/** `id` and the parts of `meta` that the server gives are not the sender's words. */
function withoutServerElements({ id: _id, meta, ...appointment }: Appointment): Appointment {
  if (meta === undefined) return appointment;
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...rest } = meta;
  return Object.keys(rest).length === 0 ? appointment : { ...appointment, meta: rest };
}

const hashOf = (appointment: Appointment): string => createHash('sha256').update(canonical(appointment)).digest('hex');

/** JSON with the members of every object in one order. Written out: `JSON.stringify` with a function to sort them takes five times as long. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  for (const [name, member] of Object.entries(value).sort(byName)) {
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(member)}`;
  }
  return `{${text}}`;
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
