/** The fields of a form, with what is wrong beside each and in a list above. Pure. */
import { type Content, type Html, html } from './html.ts';
import { alertBox, type Frame } from './layout.ts';

interface Base {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly required?: boolean;
  /** What a browser may fill in of the reader's own. */
  readonly autocomplete?: string | undefined;
  /** Goes with it, unseen. */
  readonly with?: { readonly name: string; readonly value: string } | undefined;
}

export type Field =
  | (Base & {
      readonly kind: 'text' | 'tel' | 'email' | 'date' | 'lines';
      readonly maxLength?: number;
    })
  | (Base & { readonly kind: 'choice'; readonly options: readonly (readonly [value: string, label: string])[] });

/** What is wrong, by the id of its field; without one, of the form as a whole. */
export type FieldErrors = readonly { readonly id: string | undefined; readonly text: string }[];

export function errorSummary(frame: Frame, errors: FieldErrors): Content {
  if (errors.length === 0) return undefined;
  const lines = errors.map(({ id, text }) => html`<li>${id === undefined ? text : html`<a href="#${id}">${text}</a>`}</li>`);
  return alertBox(frame, 'error', html`<p><strong>${frame.texts.coordination.errors}</strong></p><ul>${lines}</ul>`, 'alert');
}

export function fieldOf(field: Field, errors: FieldErrors): Html {
  const { id, name, label, hint, value } = field;
  const wrong = errors.find((error) => error.id === id)?.text;
  const described = [hint !== undefined && `${id}-hint`, wrong !== undefined && `${id}-error`].filter((one) => one !== false).join(' ');
  const attributes = html` class="form-input" id="${id}" name="${name}"${described !== '' && html` aria-describedby="${described}"`}${wrong !== undefined && html` aria-invalid="true"`}${field.required === true && html` required`}${field.autocomplete !== undefined && html` autocomplete="${field.autocomplete}"`}`;
  return html`<div class="field"><label for="${id}">${label}</label>${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}${wrong !== undefined && html`<p class="form-error-message" id="${id}-error">${wrong}</p>`}
${input(field, value, attributes)}</div>`;
}

function input(field: Field, value: string, attributes: Html): Html {
  const beside = field.with && html`<input type="hidden" name="${field.with.name}" value="${field.with.value}">`;
  if (field.kind === 'choice') {
    const options = field.options.map(([key, label]) => html`<option value="${key}"${key === value && html` selected`}>${label}</option>`);
    return html`${beside}<select${attributes}>${options}</select>`;
  }
  const longest = field.maxLength !== undefined && html` maxlength="${field.maxLength}"`;
  if (field.kind === 'lines') return html`<textarea${attributes}${longest} rows="3">${value}</textarea>`;
  return html`${beside}<input${attributes}${longest} type="${field.kind}" value="${value}">`;
}
