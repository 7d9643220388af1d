/** Where who signs in is led: to the page that is theirs. */
import type { Role } from '../access/caller.ts';

export function ownPage({ role, municipality }: { readonly role: Role; readonly municipality?: string | undefined }): string {
  switch (role) {
    case 'citizen':
      return '/aftaler';
    case 'professional':
      return '/koordinering';
    case 'coordinator':
      return municipality === undefined ? '/kommuner' : `/kommuner/${municipality}`;
    default:
      return '/kommuner';
  }
}
