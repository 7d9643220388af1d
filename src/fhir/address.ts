/** No CPR number in an address: every proxy on the way logs one. */
import { isCitizenSystem, isCpr } from '../cpr/cpr.ts';
import { type Fault, fault } from './fault.ts';

/**
 * @param url path and query, as requested
 * @throws Fault 400 where the path or a parameter holds a citizen's number (DESIGN §3)
 */
export function refuseCprInAddress(url: string): void {
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  if (path.split('/').some((segment) => isCpr(decode(segment)))) throw cprInAddress();
  if (cut < 0) return;
  for (const [name, value] of new URLSearchParams(url.slice(cut + 1))) {
    const values = value.split(',').map((part) => part.trim());
    if (values.some((part) => isCitizenSystem(part.split('|')[0]))) throw cprInAddress();
    if (/^(patient|actor|subject)\b/.test(name) && values.some((part) => isCpr(part.replace(/^.*[/|]/, '')))) throw cprInAddress();
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw fault('structure', 'The address is not well-formed', { cause });
  }
}

const cprInAddress = (): Fault =>
  fault(
    'structure',
    "A citizen's number may not stand in an address: search by POST …/_search with the parameters in the body, or use Patient/{id}",
  );
