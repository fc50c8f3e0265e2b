import { NO_BOUND, type Row, rounded } from '../row.ts'
import { judge, minuteFloors, type Point } from './judge.ts'
import { RETENTION } from './life.ts'
import type { Taken } from './taken.ts'

const DAY_S = 86_400
/** A lease of the gateway's DHCP, seconds: before that none has ended. */
const LEASE_S = 30 * 60
/** A bus closes an accounting interval each second in a run, one a minute in life: so many hours of its life in one of the machine's. */
const BUS_HOURS = 60

/** What the fleet keeps for ever, and why: so many rows a day of its time at most, for this run's few gateways. */
const FOR_EVER: Record<string, string> = {
  alert: '400 days',
  alert_event: '400 days',
  audit_log: 'for ever: who changed what',
  boot_seqs: 'for ever: a report is stored once (rule 2)',
  city_report: 'for ever: a month’s report',
  city_report_chain: 'for ever: a month’s report',
  device_count: 'for ever: days',
  device_day: 'for ever: days, their keys destroyed',
  fleet_day: 'for ever: days',
  gateway_chain_day: 'for ever: days',
  gateway_modem_day: 'for ever: days',
  gateway_service_day: 'for ever: days',
  policy_version: 'for ever: what gateways ran by',
  published_day: 'for ever: days',
  route_day: 'for ever: days',
  route_service_day: 'for ever: days',
  usage_histogram: 'for ever: days',
}
const ROWS_A_DAY = 12

/** What of a run's samples grows, and what does not. `speed`: of the fleet's time. */
export function soakRows(taken: Taken, speed: number): Row[] {
  const daysPerHour = (speed * 3600) / DAY_S
  /** From then on everything is deleted that gets too old. */
  const levelS = (RETENTION.hoursDays * DAY_S) / speed + 120
  const rows: Row[] = []

  function add(
    row: string,
    points: readonly Point[],
    unit: string,
    mostPerHour: number,
    more: { afterS?: number; said?: string } = {},
  ) {
    if (points.length === 0) return
    const judged = judge(points, { mostPerHour, ...more })
    const { start, middle, end, most, perHour, error, minutes, grows } = judged
    const bound = more.said ?? `less than +${rounded(mostPerHour)} ${unit} an hour`
    rows.push({
      row,
      abordo: `${[start, middle, end].map(shown).join(' → ')} ${unit}, most ${shown(most)}; ${signed(perHour)} ± ${shown(error)} an hour (${Math.round(minutes)} min)`,
      bound,
      holds: !grows,
      figures: Object.fromEntries(
        Object.entries({ start, middle, end, most, perHour, error, minutes }).map(([name, value]) => [
          name,
          rounded(value),
        ]),
      ),
    })
  }
  /** A quarter of what there is, and never less than one: what phones and policies ask for goes up and down. */
  const quarterOf = (points: readonly Point[]) =>
    Math.max(1, points.reduce((sum, { value }) => sum + value, 0) / points.length / 4)

  for (const [who, mostMegabytes, said] of [
    ['portal', 0.1 * BUS_HOURS, 'less than +0.1 MB an hour of a bus’s life'],
    ['fleet', 0.05 * daysPerHour, 'less than +0.05 MB a day of the fleet’s time'],
    ['dnsmasq', 0.1 * BUS_HOURS, 'less than +0.1 MB an hour of a bus’s life'],
  ] as const) {
    const lives = taken.lives[who]
    const lengthOf = (life: (typeof lives)[number]) => life.series.get('rssMegabytes')?.length ?? 0
    const longest = lives.reduce(
      (a, b) => (lengthOf(b) > lengthOf(a) ? b : a),
      lives[0] ?? { pid: 0, series: new Map() },
    )
    const of = (name: string) => longest.series.get(name) ?? []
    add(`${who}: memory (RSS), the floor of each minute`, minuteFloors(of('rssMegabytes')), 'MB', mostMegabytes, {
      said,
    })
    if (who === 'fleet')
      add('fleet: heap in use, the floor of each minute', minuteFloors(of('heapMegabytes')), 'MB', mostMegabytes, {
        said,
      })
    add(`${who}: open file handles`, of('handles'), 'handles', 2)
    add(`${who}: threads`, of('threads'), 'threads', 1)
    if (who !== 'fleet') add(`${who}: child processes`, of('children'), 'processes', 1)
    rows.push({
      row: `${who}: lives`,
      abordo: `${lives.length}; the longest, judged above, has ${Math.round(((of('threads').at(-1)?.at ?? 0) - (of('threads')[0]?.at ?? 0)) / 60)} min`,
      bound: NO_BOUND,
      holds: true,
      figures: { lives: lives.length },
    })
  }
  for (const [name, points] of taken.series) {
    if (!name.includes('.db'))
      add(name, points, 'of them', quarterOf(points), name === 'DHCP leases' ? { afterS: LEASE_S + 120 } : {})
  }
  for (const [name, points] of taken.series) {
    if (!name.includes('.db')) continue
    const isFleet = name.startsWith('fleet')
    const mostPerHour = isFleet && !name.endsWith('wal') ? 0.01 * daysPerHour : 0.5
    add(
      name,
      points,
      'MB',
      mostPerHour,
      isFleet
        ? {
            afterS: levelS,
            ...(name.endsWith('wal')
              ? {}
              : { said: 'less than +0.01 MB a day of the fleet’s time, for what is kept for ever' }),
          }
        : {},
    )
  }
  for (const [database, tables] of Object.entries(taken.rows)) {
    for (const [table, points] of tables) {
      if (points.every(({ value }) => value === points[0]?.value)) continue
      const kept = database === 'fleet' ? FOR_EVER[table] : undefined
      if (kept !== undefined)
        add(`${database}: ${table}`, points, 'rows', ROWS_A_DAY * daysPerHour, {
          said: `kept ${kept}; less than +${ROWS_A_DAY} rows a day of the fleet’s time`,
        })
      else
        add(`${database}: ${table}`, points, 'rows', quarterOf(points), database === 'fleet' ? { afterS: levelS } : {})
    }
  }
  return rows
}

function shown(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(rounded(value))
}

const signed = (value: number) => (value >= 0 ? `+${shown(value)}` : `−${shown(-value)}`)
