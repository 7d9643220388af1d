/** A person at the pages, as far as forms and cookies go; no browser. */
import request, { type Response, type Test } from 'supertest';
import type { TestService } from '../support/service.ts';

export interface Reader {
  get(path: string): Test;
  /** With the token of the last page that had a form, unless the fields bring one. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  /** The same, of fields that come more than once. */
  postAll(path: string, fields: readonly (readonly [string, string])[]): Promise<Response>;
}

export const tokenIn = (page: string): string => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** @param who one of the test persons of the development sign-in; nobody where absent */
export async function openPages({ app }: Pick<TestService, 'app'>, who?: string): Promise<Reader> {
  const agent = request.agent(app);
  let token = '';
  const reader: Reader = {
    get: (path) =>
      agent.get(path).expect(({ text }) => {
        token = tokenIn(text ?? '') || token;
      }),
    post: (path, fields) => reader.postAll(path, Object.entries(fields)),
    postAll: async (path, fields) => {
      const form = new URLSearchParams();
      for (const [name, value] of fields) form.append(name, value);
      if (!form.has('_csrf')) form.set('_csrf', token);
      const answer = await agent.post(path).type('form').send(form.toString());
      token = tokenIn(answer.text) || token;
      return answer;
    },
  };
  if (who !== undefined) {
    await reader.get('/log-ind').expect(200);
    const answer = await reader.post('/log-ind', { hvem: who });
    if (answer.status !== 303) throw new Error(`sign-in answered ${answer.status}`);
    await reader.get('/');
  }
  return reader;
}

/** The words of a page, as one reads them. */
export const wordsOf = (page: string): string => unescaped(page.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');

export const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
