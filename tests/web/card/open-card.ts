/** Nancy's card at the pages, for each who may read it. */
import { people } from '../../support/people.ts';
import type { TestService } from '../../support/service.ts';
import { openPages, type Reader } from '../reader.ts';

/** @param who a test person; a relative looks at Nancy's, a professional chooses her */
export async function openCard(service: TestService, who: string): Promise<Reader> {
  const pages = await openPages(service, who);
  if (who === 'kirsten-nancy') {
    await pages.get('/aftaler');
    await pages.post('/skift', { hvem: 'anden', til: '/stamkort' });
  }
  if (who === 'hospital') {
    await pages.get('/koordinering');
    await pages.post('/koordinering', { cpr: people.nancy.cpr, formaal: 'TREAT' });
  }
  return pages;
}
