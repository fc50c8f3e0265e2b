import type { FleetDatabase } from '../../db/fleet/open.ts'
import { reportsOf, rollupsAndMinutes, rollupTotals } from '../../fleet-api/queries/audit.ts'
import { totalsByRouteAndHour } from '../../fleet-api/queries/totals.ts'
import type { Fact } from './facts.ts'
import type { BootTally, Simulated } from './gateway.ts'
import { chainFits, histogramsAgree, measuresAgree } from './measures.ts'

export interface Sums {
  reports: number
  started: number
  input: number
  output: number
}

export interface GatewayVerdict {
  id: string
  sent: Sums
  held: Sums
  /** Reports whose time was estimated, because their boot never knew it. */
  estimated: number
}

export interface Verdict {
  gateways: GatewayVerdict[]
  /** Cells of route and true hour that were compared. */
  cells: number
  /** Everything that is not as it should be, in plain words; empty: the proof holds. */
  differences: string[]
}

type Held = Awaited<ReturnType<typeof reportsOf>>[number]
const HOUR_MS = 3_600_000
/** Times travel in whole milliseconds. */
const ROUNDING_MS = 2

/** Holds what the gateways made durable, and what their kernels counted, against what the fleet holds. `now`: ms since 1970. */
export async function compare(
  db: FleetDatabase,
  gateways: Simulated[],
  { waiting, now }: { waiting: number; now: number },
): Promise<Verdict> {
  const differences: string[] = []
  const cellsSent = new Map<string, Sums>()
  const cellsHeld = new Map<string, Sums>()
  const byRoute = new Map<string, Sums>()
  const verdicts: GatewayVerdict[] = []
  const all: Held[] = []
  if (waiting > 0) differences.push(`${waiting} reports still wait on the gateways, though nothing is in their way`)
  for (const gateway of gateways) {
    const { id } = gateway.plan
    const held = await reportsOf(db, id)
    const facts = gateway.facts.all()
    all.push(...held)
    differences.push(...oneToOne(id, facts, held), ...kernelsAgree(gateway, facts), ...measuresAgree(id, facts, held))
    differences.push(...(await chainFits(db, id, held, now)))
    const byKey = new Map(held.map((row) => [keyOf(row), row]))
    for (const fact of facts) {
      const row = byKey.get(keyOf(fact))
      const hour = row && isEstimated(row) ? 'estimated' : hourOf((fact.startedAtMs + fact.endedAtMs) / 2)
      add(cellsSent, `${row?.routeId} ${hour}`, sumOfFact(fact))
    }
    const estimated = held.filter(isEstimated).length
    verdicts.push({ id, sent: total(facts.map(sumOfFact)), held: total(held.map(sumOfHeld)), estimated })
  }
  for (const {
    routeId,
    hourAt,
    clockEstimated,
    reports,
    sessionsStarted,
    inputOctets,
    outputOctets,
  } of await totalsByRouteAndHour(db)) {
    const sums = { reports, started: sessionsStarted, input: inputOctets, output: outputOctets }
    add(cellsHeld, `${routeId} ${clockEstimated ? 'estimated' : hourOf(hourAt * 1000)}`, sums)
    add(byRoute, routeId, sums)
  }
  for (const cell of new Set([...cellsSent.keys(), ...cellsHeld.keys()])) {
    const [sent, held] = [cellsSent.get(cell) ?? NOTHING, cellsHeld.get(cell) ?? NOTHING]
    if (!isSame(sent, held))
      differences.push(`route and hour ${cell}: gateways ${inWords(sent)}, fleet ${inWords(held)}`)
  }
  for (const row of await rollupTotals(db)) {
    const stored = byRoute.get(row.routeId) ?? NOTHING
    const rolled = { reports: stored.reports, started: row.started, input: row.input, output: row.output }
    if (!isSame(stored, rolled))
      differences.push(`route ${row.routeId}: stored ${inWords(stored)}, rolled up ${inWords(rolled)}`)
  }
  differences.push(...(await rollupsAgree(db)), ...(await histogramsAgree(db, all)))
  return { gateways: verdicts, cells: cellsSent.size, differences }
}

/** Hours and days by route, by gateway and of the whole fleet come to what the stored minutes come to. */
async function rollupsAgree(db: FleetDatabase): Promise<string[]> {
  const { rollups, minutes } = await rollupsAndMinutes(db)
  const wanted = new Map(minutes.map((sums) => [sums.of, sums]))
  const found = new Map(rollups.map((sums) => [sums.of, sums]))
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((of) => {
    const [stored, rolled] = [wanted.get(of) ?? NOTHING, found.get(of) ?? NOTHING]
    return isSame(stored, rolled) ? [] : [`${of}: minutes ${inWords(stored)}, rolled up ${inWords(rolled)}`]
  })
}

/** Each durable report is held once, as it was, at its true time; and nothing is held that was not. */
function oneToOne(id: string, facts: Fact[], held: Held[]): string[] {
  const rows = new Map<string, Held[]>()
  for (const row of held) rows.set(keyOf(row), [...(rows.get(keyOf(row)) ?? []), row])
  const wrong: string[] = []
  for (const fact of facts) {
    const key = keyOf(fact)
    const [row, ...more] = rows.get(key) ?? []
    rows.delete(key)
    if (!row) wrong.push(`${id}: report ${key} was durable and is lost`)
    else if (more.length > 0) wrong.push(`${id}: report ${key} is held ${more.length + 1} times`)
    else if (
      !isSame(sumOfFact(fact), sumOfHeld(row)) ||
      fact.connected !== row.ridersConnected ||
      fact.peak !== row.ridersPeak
    )
      wrong.push(`${id}: report ${key} has changed: ${inWords(sumOfFact(fact))} became ${inWords(sumOfHeld(row))}`)
    else {
      const away = Math.abs(row.startedAt - fact.startedAtMs)
      if (away > (row.clockUncertaintyMs ?? 0) + ROUNDING_MS)
        wrong.push(
          `${id}: report ${key} lies ${away} ms from its true time, and says ${row.clockUncertaintyMs} (${row.clockSource})`,
        )
    }
  }
  return [...wrong, ...[...rows.keys()].map((key) => `${id}: report ${key} is held, and no gateway made it`)]
}

/** What a boot reported is what its kernel counted; after a power cut, no less than was said to be durable. */
function kernelsAgree({ plan, facts: truth, tallies }: Simulated, facts: Fact[]): string[] {
  return tallies.flatMap((tally) => {
    const of = total(facts.filter(({ bootId }) => truth.kernelOf(bootId) === tally.kernelBootId).map(sumOfFact))
    const { totals } = tally.kernel
    const least = tally.cut ? tally.durable : totals
    const octetsRight =
      of.input >= least.input && of.input <= totals.input && of.output >= least.output && of.output <= totals.output
    return [
      ...(octetsRight ? [] : [`${plan.id}: ${boundsInWords(tally)}, and ${inWords(of)} were reported`]),
      ...(of.started >= tally.accepted
        ? []
        : [`${plan.id}: ${tally.accepted} riders were let in, ${of.started} sessions reported`]),
    ]
  })
}

function boundsInWords({ kernel: { totals }, durable, cut }: BootTally): string {
  const after = cut
    ? `, of which ${durable.input} in and ${durable.output} out were durable when the power was cut`
    : ''
  return `a kernel counted ${totals.input} octets in and ${totals.output} out${after}`
}

const NOTHING: Sums = { reports: 0, started: 0, input: 0, output: 0 }
const keyOf = ({ bootId, seq }: { bootId: string; seq: number }) => `${bootId} ${seq}`
const isEstimated = ({ clockEstimated }: Held) => clockEstimated === true
const hourOf = (ms: number) => new Date(Math.floor(ms / HOUR_MS) * HOUR_MS).toISOString().slice(0, 13)
const sumOfFact = ({ started, input, output }: Fact): Sums => ({ reports: 1, started, input, output })
const sumOfHeld = ({ sessionsStarted, inputOctets, outputOctets }: Held): Sums => ({
  reports: 1,
  started: sessionsStarted,
  input: inputOctets,
  output: outputOctets,
})
const plus = (a: Sums, b: Sums): Sums => ({
  reports: a.reports + b.reports,
  started: a.started + b.started,
  input: a.input + b.input,
  output: a.output + b.output,
})
const total = (all: Sums[]): Sums => all.reduce(plus, NOTHING)
const isSame = (a: Sums, b: Sums) =>
  a.reports === b.reports && a.started === b.started && a.input === b.input && a.output === b.output
const inWords = ({ reports, started, input, output }: Sums) =>
  `${reports} reports, ${started} sessions, ${input} octets in, ${output} out`

function add(cells: Map<string, Sums>, cell: string, sums: Sums): void {
  cells.set(cell, plus(cells.get(cell) ?? NOTHING, sums))
}
