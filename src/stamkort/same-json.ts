import { isDeepStrictEqual } from 'node:util';

/** Whether two values are the same once written as JSON, in whatever order their members stand. */
export const isSameJson = (one: unknown, other: unknown): boolean => isDeepStrictEqual(plain(one), plain(other));

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
