/** A statement whose text is made once, for the paths where making it anew at each call would show. */
import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/** What stands in the text where a value will go. */
export type Holes<V> = { readonly [Name in keyof V]: RawBuilder<V[Name]> };

class Hole {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** @param write the statement, with a hole for each value; a hole used twice is one parameter */
export function prepare<V extends object, R>(
  names: readonly (keyof V & string)[],
  write: (holes: Holes<V>) => RawBuilder<R>,
): (db: Kysely<Database>, values: V) => Promise<R[]> {
  const holes = Object.fromEntries(names.map((name) => [name, sql.val(new Hole(name))])) as unknown as Holes<V>;
  let text: string | undefined;
  return async (db, values) => {
    text ??= numbered(write(holes).compile(db), names);
    const parameters = names.map((name) => values[name]);
    return (await db.executeQuery<R>(CompiledQuery.raw(text, parameters))).rows;
  };
}

/** Each hole by the number of its name. */
function numbered({ sql: text, parameters }: CompiledQuery, names: readonly string[]): string {
  return text.replace(/\$(\d+)/g, (_whole, number: string) => {
    const parameter = parameters[Number(number) - 1];
    if (!(parameter instanceof Hole)) throw new Error('a prepared statement has a value where a hole belongs');
    return `$${names.indexOf(parameter.name) + 1}`;
  });
}
