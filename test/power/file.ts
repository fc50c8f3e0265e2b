import type { Operation } from './operations.ts'

/** A page of the kernel's cache: it goes to the disk whole, as it stood at some moment, and in any order with others. */
const PAGE = 4096
/** The disk writes a sector whole or not at all. What was in it and is not written over stays (SQLite's powersafe overwrite). */
const SECTOR = 512

/**
 * What of the writes that no sync has covered is on the disk after the cut. `none`, `all`; `some`: each page as it stood after any
 * number of them; `torn`: as `some`, and of a page, or of the file's last one, only the first sectors are newer.
 */
export const MODES = ['none', 'all', 'some', 'torn'] as const
export type Mode = (typeof MODES)[number]

export type OnFile = Operation & { kind: 'write' | 'truncate' }
export interface File {
  /** As of its last sync; longer than the file where it has to grow. */
  durable: Buffer
  size: number
  pending: { operation: OnFile; index: number }[]
}

/** A sync: of what was pending, the operations before `covers` are durable. */
export function keep(file: File, covers: number): void {
  for (const { operation, index } of file.pending) {
    if (index >= covers) break
    const size = sizeAfter(file.size, operation)
    if (size > file.durable.length) {
      const longer = Buffer.alloc(Math.max(size, 2 * file.durable.length))
      file.durable.copy(longer, 0, 0, file.size)
      file.durable = longer
    }
    if (operation.kind === 'write') operation.octets.copy(file.durable, operation.at)
    else file.durable.fill(0, size)
    file.size = size
  }
  file.pending = file.pending.filter(({ index }) => index >= covers)
}

/** What is left of a file after a cut, in pieces. */
export function contentAfterCut(file: File, mode: Mode, random: () => number): Buffer[] {
  const pending = file.pending.map(({ operation }) => operation)
  // How much of it had reached the disk: nearly all (so that one page is missing), half, or hardly any.
  const share = [0.95, 0.5, 0.05][Math.floor(random() * 3)] as number
  const reached = (count: number) => {
    if (mode === 'none') return 0
    return mode === 'all' || random() < share ? count : Math.floor(random() * count)
  }
  const happened = reached(pending.length)
  const size = tornEnd(file.size, pending.slice(0, happened).reduce(sizeAfter, file.size), mode, random)
  // What was written after a truncation that has not happened lies where nothing leads to.
  const lost = pending.findIndex(({ kind }, index) => index >= happened && kind === 'truncate')
  const visible = lost < 0 ? pending : pending.slice(0, lost)
  const pieces: Buffer[] = []
  let end = 0
  for (const [page, touching] of byPage(visible, size)) {
    const at = page * PAGE
    const writes = touching.filter(({ kind }) => kind === 'write').length
    const before = durableBetween(file, at, at + PAGE)
    let octets = pageAfter(before, at, touching, reached(writes))
    if (mode === 'torn' && random() < 0.5) {
      const older = pageAfter(before, at, touching, Math.floor(random() * writes))
      const torn = SECTOR * (1 + Math.floor(random() * (PAGE / SECTOR - 1)))
      octets = Buffer.concat([octets.subarray(0, torn), older.subarray(torn)])
    }
    pieces.push(durableBetween(file, end, at))
    end = Math.min(at + PAGE, size)
    pieces.push(octets.subarray(0, end - at))
  }
  return [...pieces, durableBetween(file, end, size)]
}

function sizeAfter(size: number, operation: OnFile): number {
  return operation.kind === 'truncate' ? operation.size : Math.max(size, operation.at + operation.octets.length)
}

function tornEnd(before: number, size: number, mode: Mode, random: () => number): number {
  if (mode !== 'torn' || size <= before) return size
  return size - SECTOR * Math.floor((random() * Math.min(PAGE, size - before)) / SECTOR)
}

/** What the last sync has kept of a part of the file; behind the end there are zeros. */
function durableBetween({ durable, size }: File, from: number, to: number): Buffer {
  const kept = durable.subarray(Math.min(from, size), Math.min(to, size))
  return kept.length === to - from ? kept : Buffer.concat([kept], to - from)
}

/** The operations that concern each page of a file of this size, by page. */
function byPage(operations: OnFile[], size: number): Map<number, OnFile[]> {
  const pages = new Map<number, OnFile[]>()
  for (const operation of operations) {
    const from = operation.kind === 'write' ? operation.at : operation.size
    const to = operation.kind === 'write' ? operation.at + operation.octets.length : size
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, size); page += 1)
      pages.set(page, [...(pages.get(page) ?? []), operation])
  }
  return new Map([...pages].sort(([a], [b]) => a - b))
}

/** A page that begins at `at`, with the first so many of its writes, and every truncation. */
function pageAfter(before: Buffer, at: number, operations: OnFile[], writes: number): Buffer {
  const page = Buffer.from(before)
  let written = 0
  for (const operation of operations) {
    if (operation.kind === 'truncate') page.fill(0, Math.max(0, operation.size - at))
    else if (written++ >= writes) continue
    else if (operation.at >= at) operation.octets.copy(page, operation.at - at)
    else operation.octets.copy(page, 0, at - operation.at)
  }
  return page
}
