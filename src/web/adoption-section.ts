/** What others add to the pages of adoption: figures, quality. */
import type { Municipality } from '../store/municipality.ts';
import type { LocalDate } from '../time/zone.ts';
import type { Content } from './html.ts';
import type { Visitor } from './page.ts';

/** `date` is the day that the reader asks about. Nothing is shown of undefined. */
export interface AdoptionSection {
  /** On `/kommuner`. */
  readonly national?: (visitor: Visitor, date: LocalDate) => Promise<Content>;
  /** On `/kommuner/{code}`. */
  readonly municipality?: (visitor: Visitor, municipality: Municipality, date: LocalDate) => Promise<Content>;
}
