import type { Sight } from '../store/occurrence.ts';
import { addDays, dateOf, startOfDay } from '../time/zone.ts';

/** Repeating appointments are shared while their Danish date is before today + `windowDays` (DESIGN §5). */
export const sightAt = (now: Date, windowDays: number): Sight => ({ now, windowEnd: startOfDay(addDays(dateOf(now), windowDays)) });
