import { readFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalMarkOf, numberOf } from '../../../fleet-api/billing/numbers.ts'
import { readBill } from '../../../fleet-api/billing/read-bill.ts'

const file = (name: string) => readFileSync(new URL(`testcases/${name}.csv`, import.meta.url), 'utf8')
const [FIRST, SECOND] = ['8952020000000000012', '8952020000000000020']
const line = (sim: string, octets: number, amountCents: number | null = null) => ({ sim, octets, amountCents })

describe('a carrier’s bill', () => {
  it.each([
    ['plain', [line(FIRST, 1_500_000), line(SECOND, 0)]],
    ['spreadsheet-in-spanish', [line(FIRST, 1_500_000_000, 123_450), line(SECOND, 12_250_000_000, 0)]],
    ['old-mac', [line(FIRST, 1_234_500_000, 100_000), line(SECOND, 500_000)]],
    ['twice-the-same', [line('A1', 805_306_368), line('A2', 1_324_997_411)]],
    ['thousands', [line('A1', 1_234_567_250_000), line('A2', 500_000)]],
  ])('is read as carriers and spreadsheets write it: %s', (name, lines) => {
    expect(readBill(file(name))).toEqual(lines)
  })

  it('names every line that is wrong, and what is wrong with it', () => {
    expect(() => readBill(file('wrong'))).toThrow(
      [
        'Nothing was saved. Correct the file and send it again: line 3 names no sim',
        'line 4 has “12x” for octets: write a number such as 1234567, without parted thousands',
        'line 5 has “-5” for octets: write a number that is not below zero',
        'line 6 has “1.5” for octets: write a whole number',
        'line 7 has the sim “8.95202E+18”, which a spreadsheet has rounded: format the column as text, then save it again',
        'line 8 has “ten” for amount: write a number such as 1234.50',
        'line 9 has 4 values for 3 columns: put quotation marks around what holds a “,”',
        'line 10 has “99999999999999999” for octets: write less than a petabyte.',
      ].join('; '),
    )
  })

  it('names the first twenty of many', () => {
    const csv = ['sim,octets', ...Array.from({ length: 23 }, () => 'A1,x')].join('\n')
    expect(() => readBill(csv)).toThrow(/line 21 has “x”[^;]*; and 3 lines more\.$/)
  })

  it.each([
    ['ambiguous', 'line 2 has “1,234” for mb: write a number such as 1234.5, without parted thousands'],
    ['open-quote', 'has a quotation mark in the wrong place'],
  ])('is not guessed at: %s', (name, message) => {
    expect(() => readBill(file(name))).toThrow(message)
  })

  it.each([
    ['', 'The file is empty'],
    ['sim,octets\n', 'no lines'],
    ['8952020000000000012,1500', 'name the columns on the first line'],
    ['sim,mb,gb\nA1,1,1', 'name the columns on the first line'],
    ['iccid,octets\nA1,1', 'name the columns on the first line'],
  ])('is refused where it is none: %j', (csv, message) => {
    expect(() => readBill(csv)).toThrow(message)
  })

  it('comes out as it went in, however it is quoted, parted and ended', () => {
    const sim = fc.stringMatching(/^[A-Z][0-9A-Za-z ;,"-]{0,18}[0-9a-z]$/)
    const lines = fc.uniqueArray(
      fc.record({ sim, octets: fc.nat(1e12), amountCents: fc.integer({ min: -1e9, max: 1e9 }) }),
      { selector: (one) => one.sim, minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(
        lines,
        fc.constantFrom(',', ';'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('.', ','),
        fc.boolean(),
        (given, delimiter, ending, mark, bom) => {
          const rows = given.map((one) => [one.sim, one.octets, (one.amountCents / 100).toFixed(2).replace('.', mark)])
          const csv = stringify([['sim', 'octets', 'amount'], ...rows], { delimiter, record_delimiter: ending, bom })
          expect(readBill(csv)).toEqual(given)
        },
      ),
    )
  })

  it('is read or refused in words, whatever it is made of', () => {
    const piece = fc.constantFrom(
      'sim',
      'octets',
      'mb',
      ',',
      ';',
      '"',
      '\n',
      '\r',
      '1',
      '1.5',
      '-',
      'E+1',
      ' ',
      '\uFEFF',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        let refused = ''
        try {
          readBill(`sim,octets\n${pieces.join('')}`)
        } catch (error) {
          refused = (error as { code?: string }).code ?? String(error)
        }
        expect(['', 'bad-csv']).toContain(refused)
      }),
    )
  })
})

describe('a number in a file', () => {
  it.each([
    [['12,5', '1,234'], ','],
    [['12.5', '1.234'], '.'],
    [['1.234,5'], ','],
    [['1,234.5'], '.'],
    [['1,234,567'], '.'],
    [['1.234.567'], ','],
    [['0,123'], ','],
    [['1,234', '99', ''], null],
    [['1,5', '1.5'], null],
  ])('has its mark told by the others: %j', (texts, mark) => {
    expect(decimalMarkOf(texts)).toBe(mark)
  })

  it.each([
    ['1 234.5', '.', 1234.5],
    ['$1,234.50', '.', 1234.5],
    ['1.234,50 €', ',', 1234.5],
    ['-3,5', ',', -3.5],
    ['1.234', null, 1.234],
    ['1,234', null, null],
    ['1,23,456.0', '.', null],
    ['', '.', null],
    ['0x10', '.', null],
    ['1e3', '.', null],
    ['Infinity', '.', null],
  ] as const)('is %j with the mark %j: %j', (text, mark, value) => {
    expect(numberOf(text, mark)).toBe(value)
  })
})
