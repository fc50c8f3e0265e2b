import { openBrowser } from '../../test/browser/rider.ts'
import { chromiumNeeds } from '../../test/bus/needs.ts'
import { FleetProgram } from '../fleet/program.ts'
import { sqliteEngine } from '../fleet/sqlite-engine.ts'
import { median, type Row, rounded } from '../row.ts'
import { makeReadersCity, ROUTES } from './city.ts'
import { type FirstView, firstView, signedIn } from './first-view.ts'

const MOST_MS = 1000
const MOST_OCTETS = 120_000
const TIMES = 7
const PAGES = [
  { path: '/', sight: '.by-route [data-route]', what: 'the first page, riders by route' },
  { path: '/routes?range=24h', sight: 'canvas[data-chart=hour]', what: 'riders by route, 24 hours' },
]

/** What a reader waits for on a slow machine and a slow line: Chromium, slowed down four times, at 1.6 Mbit/s and 150 ms. */
export async function dashboardRows(progress: (what: string) => void): Promise<Row[]> {
  const missing = chromiumNeeds()
  if (missing !== null) {
    progress(`the dashboard's rows are left out: ${missing}`)
    return PAGES.flatMap(({ what }) => rowsOf(what, [], missing))
  }
  const engine = sqliteEngine()
  const browser = await openBrowser()
  try {
    progress(`a city with ${ROUTES} routes and a day of reports is made`)
    const url = await makeReadersCity(engine)
    return await FleetProgram.during(url, async (fleet) => {
      const origin = `http://127.0.0.1:${fleet.port}`
      const cookies = await signedIn(origin)
      const rows: Row[] = []
      for (const { what, ...sight } of PAGES) {
        progress(`${what} is opened ${TIMES} times`)
        const seen: FirstView[] = []
        for (let time = 0; time < TIMES; time += 1) seen.push(await firstView(browser, origin, sight, cookies))
        rows.push(...rowsOf(what, seen, ''))
      }
      return rows
    })
  } finally {
    await browser.close()
    await engine.remove()
  }
}

function rowsOf(what: string, seen: FirstView[], why: string): Row[] {
  const drawn = seen.map(({ drawnMs }) => drawnMs)
  const octets = Math.max(...seen.map(({ scriptOctets }) => scriptOctets))
  const isMeasured = seen.length > 0
  return [
    {
      row: `Chart drawn: ${what}`,
      abordo: isMeasured
        ? `${Math.round(median(drawn))} ms (${Math.round(Math.min(...drawn))} to ${Math.round(Math.max(...drawn))} ms of ${TIMES}), ${seen[0]?.requests} requests`
        : why,
      bound: `≤ ${MOST_MS} ms at 4 times slower, 1.6 Mbit/s and 150 ms of round trip`,
      holds: isMeasured ? median(drawn) <= MOST_MS : null,
      figures: isMeasured ? { p50Ms: rounded(median(drawn)), leastMs: rounded(Math.min(...drawn)) } : {},
    },
    {
      row: `JavaScript until then: ${what}`,
      abordo: isMeasured ? `${octets.toLocaleString('en')} octets gzipped` : why,
      bound: `≤ ${MOST_OCTETS.toLocaleString('en')} octets gzipped`,
      holds: isMeasured ? octets <= MOST_OCTETS : null,
      figures: isMeasured ? { scriptOctets: octets } : {},
    },
  ]
}
