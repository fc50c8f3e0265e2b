import type { Pages } from './pages.ts'

export type Value = bigint | number | string | Buffer | null
/** A row as it lies in its page: values by place. A column that is the rowid has null there. */
export interface StoredRow {
  rowid: bigint
  values: Value[]
}

const TABLE_LEAF = 13
const TABLE_INTERIOR = 5
const FILE_HEADER = 100

/** The pages below one page of a table's tree; none where it is no such page. */
export function childrenOf(pages: Pages, n: number): number[] {
  try {
    const { page, start, cells } = treePage(pages, n, TABLE_INTERIOR)
    return [...cells.map((cell) => page.readUInt32BE(cell)), page.readUInt32BE(start + 8)]
  } catch {
    return []
  }
}

/**
 * The rows on one leaf of a table's tree, and how many more it has that cannot be read. Null: no such leaf, or noise: there the
 * rowids do not rise. https://sqlite.org/fileformat2.html#b_tree_pages
 */
export function leafRows(pages: Pages, n: number): { rows: StoredRow[]; unread: number } | null {
  try {
    const { page, cells } = treePage(pages, n, TABLE_LEAF)
    const rows: StoredRow[] = []
    for (const cell of cells) {
      const row = attempt(() => rowAt(pages, page, cell))
      const last = rows.at(-1)
      if (row && last && row.rowid <= last.rowid) return null
      if (row) rows.push(row)
    }
    return { rows, unread: cells.length - rows.length }
  } catch {
    return null
  }
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

/** Reads the head of a page and where its cells are. Everything is checked by reading: what lies outside of the page throws. */
function treePage(pages: Pages, n: number, kind: number): { page: Buffer; start: number; cells: number[] } {
  const page = pages.read(n)
  const start = n === 1 ? FILE_HEADER : 0
  if (page?.readUInt8(start) !== kind) throw new RangeError('another kind of page')
  const count = page.readUInt16BE(start + 3)
  const first = start + (kind === TABLE_INTERIOR ? 12 : 8)
  const cells: number[] = []
  for (let index = 0; index < count; index += 1) {
    const cell = page.readUInt16BE(first + 2 * index)
    if (cell < first + 2 * count || cell >= pages.usable) throw new RangeError('a cell outside of its page')
    cells.push(cell)
  }
  return { page, start, cells }
}

function rowAt(pages: Pages, page: Buffer, cell: number): StoredRow {
  const [length, afterLength] = varint(page, cell)
  const [rowid, at] = varint(page, afterLength)
  const payload = payloadAt(pages, page, at, Number(length))
  const [headerLength, first] = varint(payload, 0)
  const end = Number(headerLength)
  if (end < 2 || end > payload.length) throw new RangeError('no header of a record')
  const values: Value[] = []
  let place = end
  for (let type = first; type < end; ) {
    const [serial, next] = varint(payload, type)
    const [value, octets] = valueAt(payload, place, Number(serial))
    values.push(value)
    place += octets
    type = next
  }
  if (place !== payload.length) throw new RangeError('a record of another length')
  return { rowid: BigInt.asIntN(64, rowid), values }
}

/** A record's octets: those on its page, and the rest along the chain of overflow pages. */
function payloadAt(pages: Pages, page: Buffer, at: number, length: number): Buffer {
  const { usable } = pages
  if (length > pages.count * usable) throw new RangeError('longer than the file')
  const most = usable - 35
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const spilled = least + ((length - least) % (usable - 4))
  const local = length <= most ? length : spilled <= most ? spilled : least
  if (at + local > page.length) throw new RangeError('cut off')
  const parts = [page.subarray(at, at + local)]
  let next = local < length ? page.readUInt32BE(at + local) : 0
  for (let missing = length - local; missing > 0; ) {
    const overflow = pages.read(next)
    const taken = Math.min(missing, usable - 4)
    if (!overflow || overflow.length < 4 + taken) throw new RangeError('cut off')
    parts.push(overflow.subarray(4, 4 + taken))
    next = overflow.readUInt32BE(0)
    missing -= taken
  }
  return Buffer.concat(parts)
}

function varint(from: Buffer, at: number): [value: bigint, next: number] {
  let value = 0n
  for (let index = 0; index < 8; index += 1) {
    const octet = from.readUInt8(at + index)
    value = (value << 7n) | BigInt(octet & 0x7f)
    if (octet < 0x80) return [value, at + index + 1]
  }
  return [(value << 8n) | BigInt(from.readUInt8(at + 8)), at + 9]
}

/** Octets of the integers of serial types 1 to 6. */
const INTEGERS = [0, 1, 2, 3, 4, 6, 8]

function valueAt(from: Buffer, at: number, serial: number): [value: Value, octets: number] {
  if (serial === 0) return [null, 0]
  if (serial === 8 || serial === 9) return [BigInt(serial - 8), 0]
  if (serial === 7) return [from.readDoubleBE(at), 8]
  const integer = INTEGERS[serial]
  if (integer !== undefined) {
    if (integer === 8) return [from.readBigInt64BE(at), 8]
    return [BigInt(from.readIntBE(at, integer)), integer]
  }
  const octets = Math.floor((serial - 12) / 2)
  if (octets < 0 || at + octets > from.length) throw new RangeError('a value outside of its record')
  const value = from.subarray(at, at + octets)
  return [serial % 2 === 1 ? value.toString('utf8') : value, octets]
}
