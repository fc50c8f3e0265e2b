import { z } from 'zod'
import { AbordoError } from '../contract/problem.ts'
import { type PositionsSource, positionsSourceSchema } from '../contract/vehicle-positions.ts'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../db/fleet/open.ts'
import type { By, Deed } from './audit.ts'
import { fetchOctets } from './fetch-octets.ts'
import type { Log } from './log.ts'
import { loadNetwork, loadTimetable } from './network.ts'
import { recorded } from './queries/audit-log.ts'
import { readSetting, writeSetting } from './queries/settings.ts'
import { newestRuns, vehicleKeys, writeRuns } from './queries/vehicle-runs.ts'
import { readPositions } from './realtime/read-positions.ts'
import { STALE_MS } from './rules/ladder/vehicle-positions.ts'
import { type Heard, heardVehicles, runsAfter } from './rules/vehicle-runs.ts'

/** Settings, as JSON: the feed that is followed ('': none), and how it went. */
const SOURCE = 'vehicle-positions'
const STATE = 'vehicle-positions-state'

const stateSchema = z.object({
  // ms since 1970; 0: never.
  triedAt: z.int().default(0),
  successAt: z.int().default(0),
  errorAt: z.int().default(0),
  error: z.string().nullable().default(null),
  vehicles: z.int().nullable().default(null),
  matched: z.int().nullable().default(null),
})
export type PositionsState = z.infer<typeof stateSchema>

/** How often it is asked whether it is time: one process of many then fetches. */
const LOOK_MS = 5000
const FETCH = { timeoutMs: 10_000, mostOctets: 8 * 2 ** 20 }

/** The feed that is followed; null: none. */
export async function positionsSource(db: FleetReads): Promise<PositionsSource | null> {
  const text = await readSetting(db, SOURCE)
  return text ? positionsSourceSchema.parse(JSON.parse(text)) : null
}

export async function positionsState(db: FleetReads): Promise<PositionsState> {
  return stateSchema.parse(JSON.parse((await readSetting(db, STATE)) || '{}'))
}

/** Follows a feed from now on, or none. */
export async function followSource(db: FleetDatabase, source: PositionsSource | null, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const before = await positionsSource(tx)
    if (JSON.stringify(before) === JSON.stringify(source)) return { result: undefined, deed: null }
    await writeSetting(tx, SOURCE, source === null ? '' : JSON.stringify(source))
    // What went wrong with another feed says nothing of this one.
    await writeSetting(tx, STATE, '')
    const target = { kind: 'positions', id: 'vehicle-positions' } as const
    const deed: Deed =
      source === null
        ? { action: 'positions unfollowed', target }
        : { action: 'positions followed', target, details: { ...source, url: withoutQuery(source.url) } }
    return { result: undefined, deed }
  })
}

/** The address without what may be a key. */
export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

export interface PollDeps {
  db: FleetDatabase
  /** ms since 1970. */
  now: () => number
  log: Log
  signal: AbortSignal
}

/** Reads the feed where it is time to, and keeps what it says of the fleet's vehicles. True: it was time. */
export async function pollPositions({ db, now, log, signal }: PollDeps): Promise<boolean> {
  const claimed = await db.transaction((tx) => claim(tx, now()))
  if (claimed === null) return false
  const { source, state } = claimed
  try {
    const heard = await hear(db, source, now, signal)
    const { vehicles, matched } = heard
    await keepState(db, source, { ...state, successAt: now(), vehicles, matched: matched.length })
  } catch (thrown) {
    if (signal.aborted) return true
    const error = thrown instanceof AbordoError ? thrown.detail : 'What the feed says could not be stored.'
    const isNew = error !== state.error || state.successAt > state.errorAt
    if (isNew) log(`vehicle positions: ${error}`, thrown)
    await keepState(db, source, { ...state, errorAt: now(), error })
  }
  return true
}

/** Notes that it is read now; null: it is not time yet, or there is none. */
async function claim(tx: FleetTransaction, now: number) {
  const source = await positionsSource(tx)
  if (source === null) return null
  const state = await positionsState(tx)
  const sinceMs = now - state.triedAt
  // A clock that was ahead may not keep it waiting.
  if (sinceMs >= 0 && sinceMs < source.everySeconds * 1000 - LOOK_MS / 2) return null
  await writeSetting(tx, STATE, JSON.stringify({ ...state, triedAt: now }))
  return { source, state: { ...state, triedAt: now } }
}

async function hear(
  db: FleetDatabase,
  source: PositionsSource,
  now: () => number,
  signal: AbortSignal,
): Promise<Heard> {
  const positions = readPositions(await fetchOctets(source.url, { ...FETCH, signal }))
  const network = await loadNetwork(db)
  const timetable = await loadTimetable(db)
  if (network === null || timetable === null)
    throw new AbordoError('bad-feed', 'There is no GTFS feed yet that says which trips these are: import one first.')
  const { match, everySeconds } = source
  const at = now()
  const heard = heardVehicles(positions, { match, keys: await vehicleKeys(db), network, timetable, now: at })
  // Between two readings of it a vehicle is taken to be where it was.
  const joinMs = Math.max(STALE_MS, 2 * everySeconds * 1000)
  await writeRuns(db, runsAfter(heard.matched, await newestRuns(db, at - STALE_MS - joinMs), joinMs))
  return heard
}

/** Of another feed than the one that is followed now it is not told. */
async function keepState(db: FleetDatabase, of: PositionsSource, state: PositionsState): Promise<void> {
  await db.transaction(async (tx) => {
    if (JSON.stringify(await positionsSource(tx)) === JSON.stringify(of))
      await writeSetting(tx, STATE, JSON.stringify(state))
  })
}

/** Polls by the program's timer. `stop` calls off what is under way, and waits for it. */
export function followPositions(
  deps: Omit<PollDeps, 'signal'> & { every: (ms: number, job: () => void) => () => void },
): { stop: () => Promise<void> } {
  const ending = new AbortController()
  let polling: Promise<unknown> | null = null
  const callOff = deps.every(LOOK_MS, () => {
    polling ??= pollPositions({ ...deps, signal: ending.signal })
      .catch((error) => deps.log('the vehicle positions could not be asked for', error))
      .finally(() => {
        polling = null
      })
  })
  return {
    async stop() {
      callOff()
      ending.abort()
      await polling
    },
  }
}
