/** Pages as text: a template whose values are escaped, unless they are markup that this tag made. */

/** Markup; the class stays in this file, so that only `html` makes it. */
class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Html };

/** Nothing is shown of undefined and false; a list is its items, one after another. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/** Attributes stand in double quotes; what is escaped cannot leave them. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  let text = parts[0] ?? '';
  for (const [index, value] of values.entries()) text += toText(value) + (parts[index + 1] ?? '');
  return new Html(text);
}

function toText(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(toText).join('');
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => entities[found] ?? found);
