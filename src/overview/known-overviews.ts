/** Overviews that were given to callers who ask again: never what they hold, but by what it is known whether they would hold the same. */

export interface KnownOverview {
  readonly etag: string;
  readonly stamp: string;
  /** What the log says of a look at it. */
  readonly rows: number;
  readonly withheld: boolean;
  readonly acrossSectors: boolean | undefined;
}

export interface KnownOverviews {
  get(key: string): KnownOverview | undefined;
  set(key: string, known: KnownOverview): void;
}

/** Of this process alone; the one that was set longest ago goes. */
export function createKnownOverviews(most = 10_000): KnownOverviews {
  const known = new Map<string, KnownOverview>();
  return {
    get: (key) => known.get(key),
    set(key, overview) {
      known.delete(key);
      known.set(key, overview);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
  };
}
