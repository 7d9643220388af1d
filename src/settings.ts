/** Reads settings one by one, and keeps what is wrong with each instead of stopping at the first. */
import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Settings {
  /** One line a setting: its name and what it should be, never its value, which may be a secret. */
  readonly wrong: readonly string[];
  /** Notes what is wrong; answers undefined, to stand in for the value. */
  readonly refuse: (name: string, what: string) => undefined;
  readonly text: (name: string) => string | undefined;
  /** A text that is right, or refused as not being `what`. */
  readonly checked: (name: string, what: string, isRight: (value: string) => boolean) => string | undefined;
  /** From `NAME`, or from the file that `NAME_FILE` names. */
  readonly secret: (name: string) => string | undefined;
  readonly int: <D extends number | undefined>(name: string, fallback: D, min: number, max: number) => number | D;
}

export function createSettings(env: Environment): Settings {
  const wrong: string[] = [];
  const refuse = (name: string, what: string): undefined => {
    wrong.push(`${name}: ${what}`);
  };

  // Container tools set what is unset to the empty string.
  const text = (name: string): string | undefined => env[name] || undefined;

  return {
    wrong,
    refuse,
    text,
    checked(name, what, isRight) {
      const value = text(name);
      return value === undefined || isRight(value) ? value : refuse(name, what);
    },
    secret(name) {
      const path = text(`${name}_FILE`);
      if (path === undefined) return text(name);
      if (text(name) !== undefined) return refuse(name, `set beside ${name}_FILE; only one of them may be`);
      try {
        return readFileSync(path, 'utf8').trim() || refuse(`${name}_FILE`, 'the file is empty');
      } catch {
        return refuse(`${name}_FILE`, 'a file that can be read');
      }
    },
    int(name, fallback, min, max) {
      const value = text(name);
      if (value === undefined) return fallback;
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      refuse(name, `a whole number from ${min} to ${max}`);
      return fallback;
    },
  };
}
