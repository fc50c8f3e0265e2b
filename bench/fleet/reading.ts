import { SHOWN_AT_FIRST } from '../../dashboard/chart/busiest.ts'
import { windowOf } from '../../dashboard/chart/range.ts'
import { DEFAULT_VIEW } from '../../dashboard/view-state.ts'
import { median, rounded } from '../row.ts'
import { type Asked, askOften } from './ask.ts'
import { routeId, TIMEZONE } from './city.ts'
import type { Engine } from './engine.ts'
import { LeonDatabase } from './leon-database.ts'
import { type Measured, ms } from './measured.ts'
import { FleetProgram } from './program.ts'

/** Minutes of 2,300 gateways that make so many millions; a hundred million are thirty days. */
const SIZES = [
  { millions: 1, minutes: 435 },
  { millions: 10, minutes: 4348 },
  { millions: 100, minutes: 43_200 },
] as const
/** So many minutes of raw reports are in the table itself, on SQLite: more would take minutes to make. */
const MOST_RAW_MINUTES = 4348

const MOST_P99_MS = 50
const MOST_SPREAD = 1.5

interface AtSize {
  millions: number
  rawMillions: number
  month: Asked
  /** The last hour by the minute: all routes in one request, one route, and the eight that a page with many routes asks for at once. */
  all: Asked
  one: Asked
  eight: Asked
}

/** How long the month's report and the live chart take as minutes grow, in databases that all hold the same month of days. */
export async function readingRows(
  engine: Engine,
  progress: (what: string) => void,
): Promise<Record<'month' | 'chart', Measured>> {
  const mostRaw = engine.name === 'SQLite' ? MOST_RAW_MINUTES : 0
  progress(`${engine.name}: hours and days of León are made`)
  const leon = await LeonDatabase.make(engine, mostRaw)
  try {
    const sizes: AtSize[] = []
    for (const { millions, minutes } of SIZES) {
      progress(`${engine.name}: ${millions} million minutes are made`)
      const rawMinutes = Math.min(minutes, mostRaw)
      await leon.growTo(minutes, rawMinutes)
      progress(`${engine.name}: the month and the chart are asked for`)
      const asked = await FleetProgram.during(leon.url, (fleet) => askAll(fleet, leon))
      sizes.push({ millions, rawMillions: Math.round(rawMinutes / 435), ...asked })
    }
    return { month: monthOf(sizes), chart: chartOf(sizes) }
  } finally {
    await engine.drop(leon.url)
  }
}

async function askAll(fleet: FleetProgram, { tokens, month }: LeonDatabase) {
  const asker = { fleet, tokens }
  const { from, to, step } = windowOf(DEFAULT_VIEW, Date.now(), TIMEZONE)
  const window = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&step=${step}`
  const chart = (number?: number) =>
    `/api/routes/riders?${window}${number === undefined ? '' : `&route=${routeId(number)}`}`
  return {
    month: await askOften(asker, [`/api/reports/connectivity?month=${month}`]),
    all: await askOften(asker, [chart()]),
    one: await askOften(asker, [chart(42)]),
    eight: await askOften(
      asker,
      Array.from({ length: SHOWN_AT_FIRST }, (_, number) => chart(number)),
    ),
  }
}

function monthOf(sizes: AtSize[]): Measured {
  const asked = sizes.map(({ month }) => month)
  const spread = spreadOf(asked)
  const raw = Math.max(...sizes.map(({ rawMillions }) => rawMillions))
  const slowest = Math.max(...asked.map(({ p99 }) => p99))
  return {
    abordo:
      `p50 (p99) ${timesOf(asked)} ms with ${sizes.map(({ millions }) => millions).join(', ')} million minutes of the fleet` +
      `${raw > 0 ? `, ${raw} million of them as raw rows` : ''}; most to least p50: ${spread.toFixed(2)}; ${cpuOf(asked)} ms of processor each`,
    holds: slowest <= MOST_P99_MS && spread <= MOST_SPREAD,
    figures: { ...figuresOf(sizes, 'month'), spread: rounded(spread) },
  }
}

function chartOf(sizes: AtSize[]): Measured {
  const of = (which: 'all' | 'one' | 'eight') => {
    const asked = sizes.map((size) => size[which])
    return `${timesOf(asked)} ms`
  }
  const all = sizes.map((size) => size.all)
  return {
    abordo:
      `p50 (p99) of 100 routes in one request ${of('all')}; of one route ${of('one')}; of the 8 routes that a page draws first ` +
      `${of('eight')}; most to least p50 of 100 routes: ${spreadOf(all).toFixed(2)}; ${cpuOf(all)} ms of processor for them`,
    holds: true,
    figures: { ...figuresOf(sizes, 'all'), ...figuresOf(sizes, 'one'), ...figuresOf(sizes, 'eight') },
  }
}

const timesOf = (asked: Asked[]) => asked.map(({ p50, p99 }) => `${ms(p50)} (${ms(p99)})`).join(', ')

const cpuOf = (asked: Asked[]) => ms(median(asked.map(({ cpuMs }) => cpuMs)))

function spreadOf(asked: Asked[]): number {
  const middles = asked.map(({ p50 }) => p50)
  return Math.max(...middles) / Math.min(...middles)
}

function figuresOf(sizes: AtSize[], which: 'month' | 'all' | 'one' | 'eight'): Record<string, number> {
  return Object.fromEntries(
    sizes.flatMap((size) => [
      [`${which}P50MsAt${size.millions}M`, rounded(size[which].p50)],
      [`${which}P99MsAt${size.millions}M`, rounded(size[which].p99)],
      [`${which}CpuMsAt${size.millions}M`, rounded(size[which].cpuMs)],
    ]),
  )
}
