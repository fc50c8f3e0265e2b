import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellsBefore, frameOf, UNKNOWN } from '../../dashboard/chart/frame.ts'
import { csvOf, fileName, isoIn, localIn } from '../../dashboard/pages/routes/csv.ts'
import { flagsOf, textOf } from '../../dashboard/pages/routes/flags.ts'
import { spanOfFields } from '../../dashboard/pages/routes/moments.ts'
import { words } from '../../dashboard/pages/routes/words.ts'

const ZONE = 'America/Mexico_City'
const at = Date.parse
const START = at('2026-11-24T12:00Z')
const HOUR = 3_600_000
const point = (n: number, mean: number | null, completeness = 1, start = START) => ({
  at: new Date(start + n * HOUR).toISOString(),
  mean,
  peak: mean === null ? null : mean + 1,
  completeness,
})
const points = new Map([
  ['T1', [point(0, 12.5), point(1, null, 0)]],
  [UNKNOWN, [point(0, 3, 0.5)]],
])
const frame = (keys = ['T1', UNKNOWN], now = START + 3 * HOUR) =>
  frameOf({ from: START, to: START + 3 * HOUR, step: 'hour' }, ZONE, keys, points, new Map(), now)
const sheet = { frame: frame(), compared: null, names: new Map([['T1', '1']]), definitions: '1', now: START + 3 * HOUR }

describe('CSV of what is in sight', () => {
  test('has one row for each moment and route, and leaves empty what is not known', () => {
    expect(csvOf(sheet).split('\r\n')).toEqual([
      'at,step,route_id,route_short_name,riders_mean,riders_peak,completeness,provisional,definitions',
      '2026-11-24T06:00:00-06:00,hour,T1,1,12.5,13.5,1,true,1',
      '2026-11-24T06:00:00-06:00,hour,,,3,4,0.5,true,1',
      '2026-11-24T07:00:00-06:00,hour,T1,1,,,0,true,1',
      '2026-11-24T07:00:00-06:00,hour,,,,,,true,1',
      '2026-11-24T08:00:00-06:00,hour,T1,1,,,,true,1',
      '2026-11-24T08:00:00-06:00,hour,,,,,,true,1',
      '',
    ])
  })

  test('is final a week after, when no report can come late any more', () => {
    const rows: Record<string, string>[] = parse(csvOf({ ...sheet, now: START + HOUR + 7 * 24 * HOUR }), {
      columns: true,
    })
    expect(rows.map(({ provisional }) => provisional)).toEqual(['false', 'false', 'true', 'true', 'true', 'true'])
  })

  test('says beside each figure what it was before', () => {
    const week = 7 * 24 * HOUR
    const grid = [START - week, null, START + 2 * HOUR - week]
    const before = new Map([['T1', [point(0, 8, 1, START - week)]]])
    const compared = { weeks: 1, grid, ...cellsBefore(before, ['T1'], grid) }
    const rows: Record<string, string>[] = parse(csvOf({ ...sheet, frame: frame(['T1']), compared }), { columns: true })
    expect(rows.map((row) => [row.compared_at, row.compared_riders_mean, row.compared_riders_peak])).toEqual([
      ['2026-11-17T06:00:00-06:00', '8', '9'],
      ['', '', ''],
      ['2026-11-17T08:00:00-06:00', '', ''],
    ])
  })

  test('a name that a spreadsheet would run as a formula is a text, and any name comes back whole', () => {
    const nameIn = (name: string) => {
      const csv = csvOf({ ...sheet, frame: frame(['T1']), names: new Map([['T1', name]]) })
      return (parse(csv, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[])[0]?.route_short_name
    }
    expect(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'].map(nameIn)).toEqual(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1"])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect([name, `'${name}`]).toContain(nameIn(name))
        expect(nameIn(name)).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  test('times keep the offset of their own day', () => {
    expect(isoIn(at('2026-07-01T12:00Z'), 'America/New_York')).toBe('2026-07-01T08:00:00-04:00')
    expect(isoIn(at('2026-12-01T12:00Z'), 'Asia/Kathmandu')).toBe('2026-12-01T17:45:00+05:45')
  })

  test('the file says what is in it, in letters that every system takes', () => {
    expect(fileName('riders', frame(), 'hour')).toBe('abordo-riders-2026-11-24T0600-2026-11-24T0900-hour')
  })
})

describe('two dates by the clocks of the city', () => {
  test('what a field shows is what it is read as', () => {
    expect(localIn(START, ZONE)).toBe('2026-11-24T06:00')
    expect(spanOfFields('2026-11-24T06:00', '2026-11-24T09:30', ZONE)).toEqual({ from: START, to: START + 3.5 * HOUR })
  })

  test('what is wrong is told apart', () => {
    expect(spanOfFields('', '2026-11-24T09:30', ZONE)).toBe('missing')
    expect(spanOfFields('2026-11-24T09:30', '2026-11-24T09:30', ZONE)).toBe('order')
    expect(spanOfFields('2020-11-24T09:30', '2026-11-24T09:30', ZONE)).toBe('tooLong')
  })
})

describe('changes on the chart', () => {
  const feed = (time: string) => ({ kind: 'feed' as const, at: time, feedId: 1, feedVersion: null, changes: null })

  test('those too near to one another to be told apart share a mark', () => {
    const times = ['2026-11-24T12:01Z', '2026-11-24T13:00Z', '2026-11-24T13:02Z', '2026-11-24T13:03Z']
    expect(flagsOf(times.map(feed), { from: START, to: START + 3 * HOUR }, 24)).toEqual([
      { at: at('2026-11-24T12:01Z'), mark: '1' },
      { at: at('2026-11-24T13:00Z'), mark: '2–4' },
    ])
  })

  test('are told in words, in both languages', () => {
    const changes = { routes: { added: 1, changed: 0, removed: 2 }, trips: { before: 100, after: 90 } }
    const one = { ...feed('2026-11-24T12:01Z'), feedVersion: '2026-11', changes }
    expect(textOf(one, words.es)).toBe(
      'Entró en uso el feed GTFS 2026-11: 1 ruta nueva, 2 rutas menos, de 100 a 90 viajes',
    )
    expect(textOf(one, words.en)).toBe(
      'GTFS feed 2026-11 went into use: 1 new route, 2 routes less, from 100 to 90 trips',
    )
    const policy = { kind: 'policy' as const, at: '2026-11-24T12:01Z', change: 'set' as const, fields: ['quotaOctets'] }
    expect(textOf({ ...policy, scope: 'fleet', ids: [], count: 1 }, words.es)).toBe(
      'Cambió la configuración de toda la flota: límite de datos',
    )
    expect(textOf({ ...policy, scope: 'gateway', ids: ['bus-1', 'bus-2'], count: 2 }, words.en)).toBe(
      'The policy changed of 2 gateways: data limit',
    )
  })
})
