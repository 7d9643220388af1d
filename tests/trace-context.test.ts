import { describe, expect, test } from '@jest/globals';
import { newTrace, parseTrace, traceparent } from '../src/trace-context.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const HEADER = `00-${TRACE}-${PARENT}-01`;

describe('traceparent (W3C Trace Context §3.2)', () => {
  test('is taken, and goes on under the same trace with a span of our own', () => {
    const trace = parseTrace(HEADER);
    expect(trace).toEqual({ trace: TRACE, parent: PARENT, flags: '01', span: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(trace && traceparent(trace)).toBe(`00-${TRACE}-${trace?.span}-01`);
    expect(parseTrace(HEADER)?.span).not.toBe(trace?.span);
  });

  test('of a later version is read as far as it is known', () => {
    expect(parseTrace(`cc-${TRACE}-${PARENT}-01-what-the-future-brings`)?.trace).toBe(TRACE);
  });

  test.each([
    ['none', undefined],
    ['two of them', [HEADER, HEADER]],
    ['an empty one', ''],
    ['capitals', HEADER.toUpperCase()],
    ['version ff', `ff-${TRACE}-${PARENT}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['a trace that is too short', `00-${TRACE.slice(1)}-${PARENT}-01`],
    ['more behind it in this version', `${HEADER}-more`],
    ['a CPR number in it', `00-${'f'.repeat(11)}2512489996${'f'.repeat(11)}-${PARENT}-01`],
  ])('is not taken of %s', (_what, sent) => expect(parseTrace(sent)).toBeUndefined());

  test('is made where work begins here', () => {
    const header = traceparent(newTrace());
    expect(parseTrace(header)).toBeDefined();
    expect(header).not.toBe(traceparent(newTrace()));
  });
});
