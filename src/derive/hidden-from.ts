import { addDays, dateOf, startOfDay } from '../time/zone.ts';

/** Danish calendar days a cancelled appointment stays in sight, from the day it first came so (DESIGN §4.1). */
const CANCELLED_DAYS = 14;

export const hiddenFrom = (cancelledAt: Date): Date => startOfDay(addDays(dateOf(cancelledAt), CANCELLED_DAYS));
