import { describe, expect, it } from 'vitest'
import type { CityReport } from '../../contract/city-report.ts'
import { cityMonth, HOSTILE } from '../fakes/city-month.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { complaints, type DataPackage, rowsOf } from '../fakes/frictionless.ts'

const publicly = (fleet: TestFleet, path: string, headers: Record<string, string> = {}) =>
  fleet.app.request(`https://wifi.example.mx${path}`, { headers })
const text = async (fleet: TestFleet, path: string) => {
  const answer = await publicly(fleet, path)
  expect(answer.status).toBe(200)
  return answer.text()
}
const packageOf = async (fleet: TestFleet, path = '/open-data/datapackage.json') =>
  JSON.parse(await text(fleet, path)) as DataPackage
const PUBLICATION = { open: true, money: false, cityName: 'León', contact: 'wifi@example.mx', licence: 'CC-BY-4.0' }
const publish = async (fleet: TestFleet, change: Partial<typeof PUBLICATION>) =>
  expect((await fleet.as('admin', 'PUT', '/api/settings/publication', { ...PUBLICATION, ...change })).status).toBe(200)

describe('the open data', () => {
  it('has CSV files that keep the schema of their data package, with money and without', async () => {
    const fleet = await cityMonth()
    for (const money of [false, true]) {
      await publish(fleet, { money })
      const { resources } = await packageOf(fleet)
      expect(resources.map(({ name }) => name)).toEqual(['connectivity-2026-10', 'days-2026-10'])
      for (const resource of resources) {
        expect(resource.path).toMatch(/^https:\/\/wifi\.example\.mx\/open-data\//)
        const file = await text(fleet, resource.path.slice('https://wifi.example.mx'.length))
        expect(complaints(resource, file)).toEqual([])
        expect(rowsOf(file).length).toBeGreaterThan(1)
      }
    }
  })

  it('would be found out where a file does not keep its schema', async () => {
    const fleet = await cityMonth()
    const [connectivity] = (await packageOf(fleet)).resources
    const file = await text(fleet, '/open-data/connectivity.csv?month=2026-10')
    const found = (changed: string) => complaints(connectivity as NonNullable<typeof connectivity>, changed)
    expect(found(file.replace('from_date', 'day'))).toContainEqual(expect.stringContaining('other columns'))
    expect(found(file.replace('2026-10-01', '1 October'))).toEqual(['from_date "1 October": no date'])
    expect(found(file.replace(',provisional,', ',guessed,'))).toEqual(['state "guessed": not one of its values'])
    expect(found(file.replace(',city,city,', ',,city,'))).toContain('row is needed')
    expect(found(file + (file.split('\r\n')[1] ?? ''))).toEqual(['a primary key comes twice'])
  })

  it('tells the same columns in the files, the schema and the dictionary, in both languages', async () => {
    const fleet = await cityMonth()
    for (const money of [false, true]) {
      await publish(fleet, { money })
      const { resources } = await packageOf(fleet)
      for (const lang of ['es', 'en']) {
        const page = await text(fleet, `/open-data/?lang=${lang}`)
        for (const { name, schema } of resources) {
          const table = name.slice(0, -'-2026-10'.length)
          const told = [...page.matchAll(new RegExp(`<tr id="${table}-(\\w+)">`, 'g'))].map(([, column]) => column)
          expect(told).toEqual(schema.fields.map((field) => field.name))
        }
      }
    }
  })

  it('tells the same figures as the report, and leaves empty and names what is hidden', async () => {
    const fleet = await cityMonth()
    const report = (await (await fleet.get('/api/reports/city?month=2026-10')).json()) as CityReport
    const rows = rowsOf(await text(fleet, '/open-data/connectivity.csv?month=2026-10'))
    expect(rows.map(({ row }) => row)).toEqual([
      'city',
      'site:vehicle',
      'site:stop',
      'site:station',
      'route:T2',
      'route:T1',
      'route:',
    ])
    const reported = [report.city, ...report.sites, ...report.routes]
    expect(
      rows.map(({ sessions, connected_hours, availability }) => [sessions, connected_hours, availability]),
    ).toEqual(
      reported.map((row) => [row.sessions, row.connectedHours, row.service.availability].map((one) => `${one ?? ''}`)),
    )
    expect(rows[3]).toMatchObject({
      ...{ row: 'site:station', site: 'station', month: '2026-10', from_date: '2026-10-01', to_date: '2026-10-31' },
      ...{ state: 'provisional', revision: '', completeness: '1', sessions: '', input_octets: '', carried: 'false' },
      suppressed:
        'sessions;riders_connected_mean;connected_hours;input_octets;output_octets;session_length_median_s;session_length_p90_s;' +
        'time_to_connect_p50_ms;time_to_connect_p95_ms',
    })
    expect(rows[0]?.suppressed).toBe('problem_reports;problem_reports_fixed;days_to_fix')
    expect(rows[4]).toMatchObject({
      sessions: '13',
      carried: 'true',
      suppressed: expect.not.stringMatching(/sessions/),
    })
  })

  it('tells each day of the city, and which are not published yet', async () => {
    const fleet = await cityMonth()
    const days = rowsOf(await text(fleet, '/open-data/days.csv?month=2026-10'))
    expect(
      days.map(({ date, published, sessions, suppressed }) => [date, published, sessions, suppressed]),
    ).toContainEqual(['2026-10-05', 'true', '480', ''])
  })

  it('is no formula to a spreadsheet, whatever a route is called', async () => {
    const fleet = await cityMonth()
    const file = await text(fleet, '/open-data/connectivity.csv?month=2026-10')
    const [row] = rowsOf(file).filter(({ route_id }) => route_id === 'T2')
    expect(row).toMatchObject({ route_short_name: `'${HOSTILE}`, route_long_name: "'-1+1" })
    const cells = rowsOf(file).flatMap((one) => Object.values(one))
    expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell) || /^-(?!\d+(\.\d+)?$)/.test(cell))).toEqual([])
  })

  it('tells money only where the city wants it told', async () => {
    const fleet = await cityMonth()
    await publish(fleet, { money: false })
    expect(await text(fleet, '/open-data/connectivity.csv?month=2026-10')).not.toMatch(/savings|credit|cost|MXN/)
    expect(JSON.parse(await text(fleet, '/open-data/connectivity.json?month=2026-10'))).toMatchObject({
      ...{ assumptions: null, agreement: null, city: { savings: null, agreement: null, costPerConnectedHour: null } },
    })
    await publish(fleet, { money: true })
    const [city] = rowsOf(await text(fleet, '/open-data/connectivity.csv?month=2026-10'))
    expect(city).toMatchObject({ currency: 'MXN', savings: '10727.5', savings_per_session: '17.5' })
  })

  it('is open to every site, and may be kept until it changes', async () => {
    const fleet = await cityMonth()
    const path = '/open-data/connectivity.csv?month=2026-10'
    const answer = await publicly(fleet, path, { origin: 'https://press.example' })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="connectivity-2026-10.csv"',
    })
    const etag = answer.headers.get('etag') ?? ''
    expect((await publicly(fleet, path, { 'if-none-match': etag })).status).toBe(304)
    const json = await publicly(fleet, '/open-data/connectivity.json?month=2026-10')
    fleet.setNow('2026-10-08T12:10:00Z')
    const later = await publicly(fleet, '/open-data/connectivity.json?month=2026-10')
    expect(later.headers.get('etag')).toBe(json.headers.get('etag'))
  })

  it('says whose it is, and under which licence', async () => {
    const fleet = await cityMonth()
    expect(await packageOf(fleet)).toMatchObject({ contributors: [{ title: 'Test', role: 'publisher' }] })
    await publish(fleet, {})
    expect(await packageOf(fleet)).toMatchObject({
      name: 'abordo-connectivity',
      licenses: [{ name: 'CC-BY-4.0', path: 'https://creativecommons.org/licenses/by/4.0/' }],
      contributors: [{ title: 'León', email: 'wifi@example.mx' }],
      sources: [{}],
    })
    await publish(fleet, { cityName: '<script>alert(1)</script>' })
    expect(await text(fleet, '/open-data/')).not.toContain('<script')
  })

  it('is not there while it is not open: files, package and page', async () => {
    const fleet = await cityMonth()
    await publish(fleet, { open: false })
    const paths = ['connectivity.csv?month=2026-10', 'connectivity.json?month=2026-10', 'days.csv?month=2026-10']
    for (const path of [...paths, 'datapackage.json', '?lang=en'])
      expect([path, (await publicly(fleet, `/open-data/${path}`)).status]).toEqual([path, 404])
    const page = await publicly(fleet, '/open-data/', { 'accept-language': 'es-MX' })
    expect(await page.text()).toContain('Pídelos al municipio')
    expect((await fleet.get('/api/reports/city.csv?month=2026-10')).status).toBe(200)
  })

  it('of a month without anything is a row of the city with nothing in it', async () => {
    const fleet = await testFleet()
    const rows = rowsOf(await text(fleet, '/open-data/connectivity.csv?month=2025-02'))
    expect(rows).toMatchObject([{ row: 'city', sessions: '', completeness: '', suppressed: expect.any(String) }])
    expect(await text(fleet, '/open-data/days.csv?month=2025-02')).toMatch(/^date,.*\r\n$/)
    expect((await packageOf(fleet)).resources).toEqual([])
    expect(await text(fleet, '/open-data/')).toContain('Todavía no hay ningún mes con datos')
  })

  it('is asked for by a month', async () => {
    const fleet = await testFleet()
    expect((await publicly(fleet, '/open-data/connectivity.csv')).status).toBe(400)
    expect((await publicly(fleet, '/open-data/days.csv?month=2026-13')).status).toBe(400)
    expect((await publicly(fleet, '/open-data')).headers.get('location')).toBe('/open-data/')
  })
})

describe('the report as CSV for who is signed in', () => {
  it('is of a month or of any range, and tells money', async () => {
    const fleet = await cityMonth()
    const answer = await fleet.get('/api/reports/city.csv?from=2026-10-05&to=2026-10-05')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="abordo-2026-10-05-2026-10-05.csv"')
    const [city] = rowsOf(await answer.text())
    expect(city).toMatchObject({ month: '', from_date: '2026-10-05', sessions: '480', savings: '8400' })
    expect((await fleet.get('/api/reports/city.csv')).status).toBe(400)
    expect((await publicly(fleet, '/api/reports/city.csv?month=2026-10')).status).toBe(401)
  })
})
