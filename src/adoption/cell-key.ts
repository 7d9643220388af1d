/** Whose figures: of the country, of a municipality, of a vendor's systems, of one sender. */
export const levels = ['national', 'municipality', 'vendor', 'sender'] as const;
export type Level = (typeof levels)[number];

/** `national`, `municipality|0461`, `vendor|…`, `sender|…`; and `rest|…`: what no one sender is known of. */
export type CellKey = string;

export const cellKey = (level: Level, key = ''): CellKey => (level === 'national' ? level : `${level}|${key}`);
