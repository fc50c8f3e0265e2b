import { and, asc, gte, type SQL, sql } from 'drizzle-orm'
import {
  beginProgress,
  CopyRefusedError,
  endProgress,
  noteProgress,
  type Progress,
  readBegun,
  readProgress,
} from './copy-marker.ts'
import { allSums, type Sums, written } from './copy-sums.ts'
import type { FleetDatabase, FleetReads } from './database.ts'
import { type FleetTable, fleetTables } from './tables.ts'

/** Rows of one page and one transaction. */
const PAGE = 5000

export interface CopyOptions {
  from: FleetDatabase
  to: FleetDatabase
  /** What `from` is called, without a password: an interrupted copy goes on only with the same one. */
  source: string
  onProgress?: (at: CopyProgress) => void
}

export interface CopyProgress {
  step: 'adding-up' | 'copying' | 'comparing'
  table: string
  /** Of this table, then of all, those of an interrupted run before included. */
  rows: number
  tableRows: number
  allRows: number
  total: number
}

export interface TableCompared {
  name: string
  from: Sums
  to: Sums
}

export interface Copied {
  tables: TableCompared[]
  /** same: everything is as it is in the source. written-to: the source is no longer what it was. different: the copy is wrong. */
  verdict: 'same' | 'written-to' | 'different'
  /** Texts with NUL characters, which PostgreSQL cannot hold: each of these has become a SUBSTITUTE (U+001A). */
  changedTexts: number
}

/**
 * Copies a fleet's whole database into an empty one, on whatever engines, and compares the two. What it reads is one moment of the
 * source. A copy that was killed goes on where it was; until it is complete and the same, no fleet starts on it.
 */
export function copyFleet({ from, to, source, onProgress = () => undefined }: CopyOptions): Promise<Copied> {
  return from.snapshot(async (reads) => {
    const tables = fleetTables()
    await refuseUnfit(reads, to, source)
    const nothing = { table: '', rows: 0, tableRows: 0, allRows: 0, total: 0 }
    onProgress({ ...nothing, step: 'adding-up' })
    const copied = await allSums(reads, tables)
    const rowsOf = (name: string) => Number(copied.get(name)?.get('rows') ?? 0)
    const total = tables.reduce((sum, { name }) => sum + rowsOf(name), 0)
    let progress = await readProgress(to)
    if (progress === null) progress = await begin(to, tables, { source, begun: written(copied) })
    else if ((await readBegun(to)) !== written(copied))
      throw new CopyRefusedError(
        `${source} has been written to since this copy was begun: stop the fleet that uses it, and copy into an empty database.`,
      )

    for (const table of tables) {
      while (!progress.done.includes(table.name)) {
        progress = await copyPage(reads, to, table, progress)
        const rows = progress.rows[table.name] ?? 0
        const allRows = Object.values(progress.rows).reduce((sum, each) => sum + each, 0)
        onProgress({ step: 'copying', table: table.name, rows, tableRows: rowsOf(table.name), allRows, total })
      }
    }
    await to.settleCopied()
    onProgress({ ...nothing, step: 'comparing', allRows: total, total })
    // The source not in the moment that was copied but now: a fleet that has gone on writing is noticed.
    const [now, there] = [await allSums(from, tables), await allSums(to, tables)]
    const verdict =
      written(there) !== written(copied) ? 'different' : written(now) !== written(there) ? 'written-to' : 'same'
    if (verdict === 'same') await to.transaction(endProgress)
    const none: Sums = new Map()
    return {
      tables: tables.map(({ name }) => ({ name, from: now.get(name) ?? none, to: there.get(name) ?? none })),
      verdict,
      changedTexts: progress.changedTexts,
    }
  })
}

async function refuseUnfit(reads: FleetReads, to: FleetDatabase, source: string): Promise<void> {
  if ((await readProgress(reads)) !== null)
    throw new CopyRefusedError(`${source} is itself a copy that is not complete: copy from where it comes from.`)
  const interrupted = await readProgress(to)
  if (interrupted && interrupted.source !== source)
    throw new CopyRefusedError(
      `The target holds a part of a copy of ${interrupted.source}: copy from there, or into an empty database.`,
    )
}

/** Marks the target, which has to be empty, as this copy's. */
function begin(
  to: FleetDatabase,
  tables: FleetTable[],
  { source, begun }: { source: string; begun: string },
): Promise<Progress> {
  return to.transaction(async (tx) => {
    for (const { table, name } of tables) {
      const found = await tx.select({ one: sql`1` }).from(table).limit(1)
      if (found.length > 0)
        throw new CopyRefusedError(
          `The target is not empty (table ${name}): copy into a database that nobody has used yet.`,
        )
    }
    const progress = { source, rows: {}, done: [], after: null, changedTexts: 0 }
    await beginProgress(tx, progress, begun)
    return progress
  })
}

/** The next page, and how far the copy has come with it, in one transaction. */
async function copyPage(reads: FleetReads, to: FleetDatabase, table: FleetTable, before: Progress): Promise<Progress> {
  const page = await pageOf(reads, table, before.after)
  const last = page.at(-1)
  const isLast = page.length < PAGE
  const { rows, changed } = to.engine === 'postgres' ? withoutNuls(page) : { rows: page, changed: 0 }
  const keyOf = (row: Row) => namesOfKey(table).map((name) => row[name] as string | number)
  const now: Progress = {
    source: before.source,
    rows: { ...before.rows, [table.name]: (before.rows[table.name] ?? 0) + page.length },
    done: isLast ? [...before.done, table.name] : before.done,
    after: isLast || !last ? null : keyOf(last),
    changedTexts: before.changedTexts + changed,
  }
  if ('minuteAt' in table.columns) await to.prepareMinutes(rows.map((row) => row.minuteAt as number))
  await to.transaction(async (tx) => {
    await tx.writeMany(ruleOf(table), rows as never[])
    await noteProgress(tx, before, now)
  })
  return now
}

type Row = Record<string, unknown>

async function pageOf(reads: FleetReads, { table, key }: FleetTable, after: Progress['after']): Promise<Row[]> {
  const rows = await reads
    .select()
    .from(table)
    .where(after === null ? undefined : isAfter(key, after))
    .orderBy(...key.map((column) => asc(column)))
    .limit(PAGE)
  return rows as Row[]
}

/** The first column also by itself: for that one alone PostgreSQL may have an index. */
function isAfter(key: FleetTable['key'], after: (string | number)[]): SQL | undefined {
  const [first] = key
  const values = after.map((value, index) => sql.param(value, key[index]))
  return and(first && gte(first, after[0]), sql`(${sql.join([...key], sql`, `)}) > (${sql.join(values, sql`, `)})`)
}

function namesOfKey({ key, columns }: FleetTable): string[] {
  const names = Object.keys(columns)
  return key.flatMap((column) => names.find((name) => columns[name] === column) ?? [])
}

const rules = new Map<string, { table: FleetTable['table'] }>()

function ruleOf({ name, table }: FleetTable) {
  const rule = rules.get(name) ?? { table }
  rules.set(name, rule)
  return rule
}

/** A SUBSTITUTE is what ASCII has for a character that cannot be kept, and one octet as well. */
function withoutNuls(page: Row[]): { rows: Row[]; changed: number } {
  let changed = 0
  const rows = page.map((row) => {
    const texts = Object.entries(row).filter(([, value]) => typeof value === 'string' && value.includes('\0'))
    changed += texts.length
    return texts.length === 0
      ? row
      : { ...row, ...Object.fromEntries(texts.map(([name, value]) => [name, String(value).replaceAll('\0', '\x1a')])) }
  })
  return { rows, changed }
}
