import { expect, test } from '@jest/globals';
import { type CsvCell, toCsv } from '../src/to-csv.ts';

const cells: readonly (readonly [CsvCell, string])[] = [
  ['Aarhus', 'Aarhus'],
  ['', ''],
  [undefined, ''],
  [-3, '-3'],
  [0, '0'],
  [true, 'true'],
  ['=1+1', "'=1+1"],
  ['+45 12', "'+45 12"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['a=b', 'a=b'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ['Ringkøbing, Skjern', '"Ringkøbing, Skjern"'],
  ['to\nlinjer', '"to\nlinjer"'],
];

test.each(cells)('writes %j as %j', (cell, expected) => {
  expect(toCsv(['a', 'b'], [[cell, 'end']])).toBe(`\uFEFFa,b\r\n${expected},end\r\n`);
});
