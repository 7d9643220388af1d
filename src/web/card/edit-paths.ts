/** Where each kind that is typed in is changed. */
import type { FormKind } from './card-form.ts';

export const editPaths: Readonly<Record<FormKind, string>> = {
  contact: '/stamkort/telefon',
  'temporary-address': '/stamkort/midlertidig-adresse',
  language: '/stamkort/sprog',
  dentist: '/stamkort/tandlaege',
  relative: '/stamkort/paaroerende',
};

export const newRelativePath = `${editPaths.relative}/ny`;

export const OPT_OUT_PATH = '/stamkort/genoplivning';
