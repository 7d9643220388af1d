/** What was found out of a token, kept by its text for a while, in this process. */
export interface TokenCache<T> {
  readonly get: (token: string, nowMs: number) => T | undefined;
  readonly set: (token: string, value: T, untilMs: number) => void;
}

/** Holds `size` tokens at most; the oldest makes room. */
export function createTokenCache<T>(size: number): TokenCache<T> {
  const kept = new Map<string, { readonly value: T; readonly untilMs: number }>();
  return {
    get(token, nowMs) {
      const found = kept.get(token);
      if (found === undefined || nowMs < found.untilMs) return found?.value;
      kept.delete(token);
      return undefined;
    },
    set(token, value, untilMs) {
      kept.set(token, { value, untilMs });
      const [oldest] = kept.keys();
      if (kept.size > size && oldest !== undefined) kept.delete(oldest);
    },
  };
}
