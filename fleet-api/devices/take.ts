import { decodeSketch, emptySketch, encodeSketch, mergeInto, type Registers } from '../../contract/sketch.ts'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { runsWithin } from '../queries/boots.ts'
import { daysOf, hoursIn, lockDevices, sketchOf, writeHours, writeSketches } from '../queries/devices.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { type Judgement, judge, leafOfHour, type Piece, rowsAbove } from '../rules/device-pieces.ts'

interface Waiting {
  gateway: Pick<GatewayRow, 'gatewayId' | 'site'>
  pieces: Piece[]
  resolve: (judgements: Judgement[]) => void
  reject: (reason: unknown) => void
}

const queues = new WeakMap<FleetDatabase, Waiting[]>()
/** Requests in one transaction. */
const MOST = 100

/**
 * Merges a gateway's sketches into those of the rows of its hours' routes and of the city: a gateway's own is never stored. Judges
 * each by itself; resolves after the commit. When an hour is over the whole city sends at once, and everybody changes the city's row: so whoever
 * comes while a transaction is under way is taken together with the others in the next one. `now`: ms since 1970.
 */
export function takePieces(
  db: FleetDatabase,
  gateway: Waiting['gateway'],
  pieces: Piece[],
  now: () => number,
): Promise<Judgement[]> {
  if (pieces.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const queue = queues.get(db)
    const waiting = { gateway, pieces, resolve, reject }
    if (queue) queue.push(waiting)
    else {
      queues.set(db, [waiting])
      void drain(db, now)
    }
  })
}

async function drain(db: FleetDatabase, now: () => number): Promise<void> {
  for (let queue = queues.get(db); queue && queue.length > 0; queue = queues.get(db)) {
    const taken = queue.splice(0, MOST)
    try {
      const judged = await db.transaction((tx) => takeTogether(tx, taken, now() / 1000))
      for (const [index, { resolve }] of taken.entries()) resolve(judged[index] ?? [])
    } catch (error) {
      for (const { reject } of taken) reject(error)
    }
  }
  queues.delete(db)
}

async function takeTogether(tx: FleetTransaction, waiting: Waiting[], now: number): Promise<Judgement[][]> {
  await lockDevices(tx)
  const days = await daysOf(tx, [...new Set(waiting.flatMap(({ pieces }) => pieces.map(({ date }) => date)))])
  const rows = new Rows(tx)
  const all: Judgement[][] = []
  for (const { gateway, pieces } of waiting) {
    const judged: Judgement[] = []
    for (const piece of pieces) {
      const judgement = judge(piece, days.get(piece.date) ?? null, now)
      if (judgement.verdict === 'taken') await takeOne(tx, gateway, piece, rows)
      judged.push(judgement)
    }
    all.push(judged)
  }
  await rows.write()
  return all
}

async function takeOne(
  tx: FleetTransaction,
  { gatewayId, site }: Waiting['gateway'],
  { date, hourAt, registers }: Piece,
  rows: Rows,
): Promise<void> {
  const hours = await hoursIn(tx, date, gatewayId)
  const isNew = !hours.includes(hourAt)
  if (isNew) await writeHours(tx, date, gatewayId, [...hours, hourAt])
  const stretches = await runsWithin(tx, gatewayId, { from: hourAt, to: hourAt + 3540 })
  for (const rowKey of rowsAbove(leafOfHour(site, stretches, hourAt)))
    await rows.merge(date, rowKey, registers, isNew ? 1 : 0)
}

interface Row {
  date: string
  rowKey: string
  registers: Registers
  pieces: number
  changed: boolean
}

/** The rows that sketches go into, each read once and written once. */
class Rows {
  readonly #tx: FleetTransaction
  readonly #rows = new Map<string, Row>()

  constructor(tx: FleetTransaction) {
    this.#tx = tx
  }

  async merge(date: string, rowKey: string, registers: Registers, pieces: number): Promise<void> {
    const name = `${date} ${rowKey}`
    const row = this.#rows.get(name) ?? (await this.#read(date, rowKey))
    this.#rows.set(name, row)
    row.changed = mergeInto(row.registers, registers) || pieces > 0 || row.changed
    row.pieces += pieces
  }

  async #read(date: string, rowKey: string): Promise<Row> {
    const found = await sketchOf(this.#tx, date, rowKey)
    const registers = (found && decodeSketch(found.registers)) ?? emptySketch()
    return { date, rowKey, registers, pieces: found?.pieces ?? 0, changed: false }
  }

  async write(): Promise<void> {
    const changed = [...this.#rows.values()].filter((row) => row.changed)
    if (changed.length === 0) return
    await writeSketches(
      this.#tx,
      changed.map(({ date, rowKey, registers, pieces }) => ({
        date,
        rowKey,
        registers: encodeSketch(registers),
        pieces,
      })),
    )
  }
}
