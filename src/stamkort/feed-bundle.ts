/** `POST /fhir` of a register: a batch (one bad entry never drops the others) or a transaction (all or none). */
import { requireScope } from '../access/authorise.ts';
import type { RegisterCaller } from '../access/caller.ts';
import { refuseCprInAddress } from '../fhir/address.ts';
import { Fault, fault } from '../fhir/fault.ts';
import type { Bundle, BundleEntry } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { type Fed, feedItem, parseItemCondition, persist, takeAwayItem } from './feed-register.ts';

/** Undefined: it was taken away, or was not there. */
export type Outcome = Fed | undefined | Fault;

export interface FedBundle {
  readonly type: 'batch' | 'transaction';
  readonly outcomes: readonly Outcome[];
}

const MAX_ENTRIES = 5_000;

/** @throws Fault where the bundle is none, or where a transaction has an entry that cannot be done: nothing is stored then */
export async function feedBundle(deps: StamkortDeps, call: CallOf<RegisterCaller>, body: unknown): Promise<FedBundle> {
  const { type, entry } = parseBundle(body);
  if (type === 'transaction') {
    const outcomes = await persist(() =>
      deps.db.transaction().execute(async (db) => {
        const done: Outcome[] = [];
        for (const [index, one] of entry.entries()) {
          done.push(
            await carryOut({ ...deps, db }, call, one).catch((cause: unknown) => {
              throw cause instanceof Fault ? inEntry(index, cause) : cause;
            }),
          );
        }
        return done;
      }),
    );
    return { type, outcomes };
  }
  const outcomes: Outcome[] = [];
  for (const [index, one] of entry.entries()) {
    outcomes.push(
      await persist(() => carryOut(deps, call, one)).catch((cause: unknown) => {
        if (cause instanceof Fault) return inEntry(index, cause);
        throw cause;
      }),
    );
  }
  return { type, outcomes };
}

function parseBundle(body: unknown): { type: 'batch' | 'transaction'; entry: BundleEntry[] } {
  const issues = validate(body, { type: 'Bundle', shell: true });
  if (issues.some(({ severity }) => severity === 'error')) throw new Fault(issues);
  const { type, entry = [] } = body as Bundle;
  if (type !== 'batch' && type !== 'transaction')
    throw fault('value', 'Send a Bundle of type batch or transaction', { expression: 'Bundle.type' });
  if (entry.length > MAX_ENTRIES)
    throw fault('too-long', `A bundle has at most ${MAX_ENTRIES} entries: send it in parts`, { expression: 'Bundle.entry' });
  return { type, entry };
}

async function carryOut(deps: StamkortDeps, call: CallOf<RegisterCaller>, { request, resource }: BundleEntry): Promise<Fed | undefined> {
  const [, type = '', query = ''] = /^\/?([A-Z][A-Za-z]+)\?(.*)$/s.exec(request?.url ?? '') ?? [];
  if (type === '' || (request?.method !== 'PUT' && request?.method !== 'DELETE')) {
    throw fault('not-supported', 'A register sends PUT or DELETE by {type}?identifier={system}|{value}', { expression: 'Bundle.request' });
  }
  refuseCprInAddress(`/${type}?${query}`);
  requireScope(call.caller, type, request.method === 'PUT' ? 'cu' : 'd');
  const condition = parseItemCondition(query);
  if (request.method === 'PUT') return feedItem(deps, call, type, condition, resource, request.ifMatch);
  await takeAwayItem(deps, call, type, condition);
  return undefined;
}

/** The same fault, its paths beginning at the entry. */
function inEntry(index: number, cause: Fault): Fault {
  const at = `Bundle.entry[${index}]`;
  const issues = cause.issues.map((issue) => ({ ...issue, expression: pathIn(at, issue.expression) }));
  return new Fault(issues, cause.status, cause.headers, { cause });
}

const pathIn = (at: string, expression = ''): string =>
  expression.startsWith('Bundle') ? `${at}${expression.slice('Bundle'.length)}` : `${at}.resource${expression.replace(/^[A-Za-z]+/, '')}`;
