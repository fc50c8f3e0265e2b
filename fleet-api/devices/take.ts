import { decodeSketch, emptySketch, encodeSketch, mergeInto, type Registers } from '../../contract/sketch.ts'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { runsWithin } from '../queries/boots.ts'
import { daysOf, hoursIn, lockDevices, sketchOf, writeHours, writeSketches } from '../queries/devices.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { type Judgement, judge, leafOfHour, type Piece, rowsAbove } from '../rules/device-pieces.ts'
import { takenTogether } from '../taken-together.ts'

interface Brought {
  gateway: Pick<GatewayRow, 'gatewayId' | 'site'>
  pieces: Piece[]
}

/** Requests in one transaction. */
const MOST = 100
const queue = takenTogether(MOST, takeTogether)

/**
 * Merges a gateway's sketches into those of the rows of its hours' routes and of the city: a gateway's own is never stored. Judges
 * each by itself; resolves after the commit. When an hour is over the whole city sends at once, and everybody changes the city's row.
 * `now`: ms since 1970.
 */
export function takePieces(
  db: FleetDatabase,
  gateway: Brought['gateway'],
  pieces: Piece[],
  now: () => number,
): Promise<Judgement[]> {
  return pieces.length === 0 ? Promise.resolve([]) : queue(db, { gateway, pieces }, now)
}

async function takeTogether(tx: FleetTransaction, brought: Brought[], nowMs: number): Promise<Judgement[][]> {
  await lockDevices(tx)
  const now = nowMs / 1000
  const days = await daysOf(tx, [...new Set(brought.flatMap(({ pieces }) => pieces.map(({ date }) => date)))])
  const rows = new Rows(tx)
  const all: Judgement[][] = []
  for (const { gateway, pieces } of brought) {
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
  { gatewayId, site }: Brought['gateway'],
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
