import { describe, expect, it } from 'vitest'
import type { ReportRow } from '../../contract/city-report.ts'
import { simsCsv } from '../../dashboard/pages/reports/bills/model.ts'
import { createReportFormat } from '../../dashboard/pages/reports/format.ts'
import { pathOf, queryOf, whereOf } from '../../dashboard/pages/reports/period.ts'
import { datesOf } from '../../dashboard/pages/reports/share-dialog.tsx'
import { rowsShown, sortOf, sortText } from '../../dashboard/pages/reports/sort-rows.ts'
import { toldOf } from '../../dashboard/pages/reports/told.ts'
import { readSims } from '../../fleet-api/billing/read-sims.ts'

const row = (key: string, more: object = {}) =>
  ({
    key,
    shortName: key,
    longName: 'Norte – León',
    hidden: [],
    sessions: null,
    service: {},
    ...more,
  }) as unknown as ReportRow
const keys = (rows: ReportRow[]) => rows.map(({ key }) => key)

describe('the path of the reports', () => {
  it.each([
    [[], { kind: 'months' }],
    [['2026-10'], { kind: 'report', period: { month: '2026-10' } }],
    [['2026-10-01', '2026-10-15'], { kind: 'report', period: { from: '2026-10-01', to: '2026-10-15' } }],
    [['bills'], { kind: 'bills' }],
    [['bills', '3'], { kind: 'bill', id: 3 }],
    [['2026-13'], { kind: 'nothing' }],
    [['2026-10-15', '2026-10-01'], { kind: 'nothing' }],
    [['2026-02-30', '2026-03-01'], { kind: 'nothing' }],
    [['2026-10', '2026-11'], { kind: 'nothing' }],
    [['bills', 'x'], { kind: 'nothing' }],
    [['2026-10', 'a', 'b'], { kind: 'nothing' }],
  ])('%j says %j', (parts, where) => {
    expect(whereOf(parts)).toEqual(where)
  })

  it('and the query of the fleet name the same period', () => {
    expect([pathOf({ month: '2026-10' }), queryOf({ month: '2026-10' })]).toEqual(['/reports/2026-10', 'month=2026-10'])
    const range = { from: '2026-10-01', to: '2026-10-15' }
    expect([pathOf(range), queryOf(range)]).toEqual(['/reports/2026-10-01/2026-10-15', 'from=2026-10-01&to=2026-10-15'])
  })

  it('has in a link all days of a month', () => {
    expect(datesOf({ month: '2028-02' })).toEqual({ fromDate: '2028-02-01', toDate: '2028-02-29' })
    expect(datesOf({ month: '2026-12' })).toEqual({ fromDate: '2026-12-01', toDate: '2026-12-31' })
  })
})

describe('the table of routes', () => {
  const rows = [row('1', { sessions: 20 }), row('2'), row('3', { sessions: 90 }), row('10', { longName: 'Delta' })]

  it('goes by route as the fleet does, and turns round', () => {
    expect(keys(rowsShown(rows, '', sortOf(null)))).toEqual(['1', '2', '3', '10'])
    expect(keys(rowsShown(rows, '', sortOf('route.up')))).toEqual(['10', '3', '2', '1'])
  })

  it('goes by a figure, the most first; what is not told comes last either way', () => {
    expect(keys(rowsShown(rows, '', sortOf('sessions')))).toEqual(['3', '1', '2', '10'])
    expect(keys(rowsShown(rows, '', sortOf('sessions.up')))).toEqual(['1', '3', '2', '10'])
  })

  it('finds routes by name, without accents and capitals', () => {
    expect(keys(rowsShown(rows, ' LEON ', sortOf(null)))).toEqual(['1', '2', '3'])
    expect(keys(rowsShown(rows, '10', sortOf(null)))).toEqual(['10'])
  })

  it.each([null, 'route.up', 'sessions', 'sessions.up', 'availability'])(
    'writes its order as it reads it: %j',
    (text) => {
      expect(sortText(sortOf(text))).toBe(text)
    },
  )

  it('is in its usual order where the address says nonsense', () => {
    expect(sortOf('price.up')).toEqual({ column: 'route', isUp: true })
  })
})

describe('a figure of a row', () => {
  it('is told, hidden for standing for fewer than ten, or not known', () => {
    expect(toldOf(row('1', { sessions: 0 }), 'sessions')).toEqual({ is: 'value', value: 0 })
    expect(toldOf(row('1', { hidden: ['sessions'] }), 'sessions')).toEqual({ is: 'hidden' })
    expect(toldOf(row('1'), 'sessions')).toEqual({ is: 'unknown' })
  })
})

describe('the formats of the reports', () => {
  const format = createReportFormat('es-MX')

  it('write the city’s months and dates in any time zone', () => {
    expect([format.month('2026-10'), format.day('2026-10-01'), format.weekday('2026-12-31')]).toEqual([
      'octubre de 2026',
      '1 oct 2026',
      'jueves, 31 de diciembre',
    ])
  })

  it('write money with cents where they matter', () => {
    expect([format.money(17.5, 'MXN'), format.money(2_450_000, 'MXN')]).toEqual(['$17.50', '$2,450,000'])
  })

  it('write shares and changes as the document does', () => {
    expect([0.98265, 0.98, 1, 0.99999].map(format.percent)).toEqual(['98.3%', '98.0%', '100.0%', '99.9%'])
    expect([0.0268, -0.0072, 0].map(format.change)).toEqual(['+2.7%', '−0.7%', '0.0%'])
  })

  it('write by how many points a share has changed', () => {
    expect([format.points(0.012), format.points(-0.003), format.points(0)]).toEqual(['+1.2', '−0.3', '0'])
  })
})

describe('the list of SIMs', () => {
  it('is written as the fleet reads it', () => {
    const sims = [
      { sim: 'A "1", x', gatewayId: 'bus-1', port: 'wwan0' },
      { sim: 'A2', gatewayId: 'bus-2', port: '' },
    ]
    expect(readSims(simsCsv(sims), () => true)).toEqual(sims)
  })
})
