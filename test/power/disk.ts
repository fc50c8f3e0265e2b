import { contentAfterCut, type File, keep, type Mode } from './file.ts'
import type { Operation } from './operations.ts'

type OnNames = Operation & { kind: 'create' | 'rename' | 'remove' }

/**
 * The disk below a program that was traced, so that its power can be cut after any operation.
 *
 * What is assumed, no milder than ext4 with data=ordered: fsync and fdatasync keep every octet and the size that the file had when the
 * call began, fsync also that the file was made. Names (made, renamed, removed) are kept by an fsync of the folder; until then each
 * of them has happened or not, by itself, where ext4 would keep their order. The size of a file is that after any number of the
 * operations that no sync has covered, in their order; where its pages were not written there are zeros.
 */
export class Disk {
  private readonly files: File[]
  private readonly names: Map<string, number>
  private pendingNames: { operation: OnNames; index: number }[] = []
  private applied = 0

  /** `before`: what was on it when the program began, durable, in the order in which `operationsOf` was given the names. */
  constructor(before: Map<string, Buffer> = new Map()) {
    this.files = [...before.values()].map((durable) => ({ durable, size: durable.length, pending: [] }))
    this.names = new Map([...before.keys()].map((name, file) => [name, file]))
  }

  apply(operation: Operation): void {
    const index = this.applied++
    switch (operation.kind) {
      case 'create':
        this.files[operation.file] = { durable: Buffer.alloc(0), size: 0, pending: [] }
        this.pendingNames.push({ operation, index })
        break
      case 'rename':
      case 'remove':
        this.pendingNames.push({ operation, index })
        break
      case 'write':
      case 'truncate':
        this.file(operation.file).pending.push({ operation, index })
        break
      case 'sync':
        keep(this.file(operation.file), operation.covers)
        if (operation.all) this.keepMade(operation.file, operation.covers)
        break
      case 'sync-folder':
        this.keepNames(({ index: at }) => at < operation.covers)
        break
    }
  }

  /** Whether anything waits for a sync: if not, all modes are the same. */
  hasPending(): boolean {
    return this.pendingNames.length > 0 || this.files.some(({ pending }) => pending.length > 0)
  }

  /** What the next boot finds, by name; each file in pieces, which are not to be changed. */
  cut(mode: Mode, random: () => number): Map<string, Buffer[]> {
    const names = new Map(this.names)
    for (const { operation } of this.pendingNames)
      if (mode === 'all' || (mode !== 'none' && random() < 0.5)) rename(names, operation)
    return new Map([...names].map(([name, file]) => [name, contentAfterCut(this.file(file), mode, random)]))
  }

  private file(file: number): File {
    const found = this.files[file]
    if (!found) throw new Error(`an operation on file ${file}, which was never made`)
    return found
  }

  /** An fsync of a file keeps that it was made, and with it what had happened to that name before; not what it was renamed to. */
  private keepMade(file: number, covers: number): void {
    const made = this.pendingNames.find(({ operation }) => operation.kind === 'create' && operation.file === file)
    if (!made || made.index >= covers) return
    const { name } = made.operation as OnNames & { kind: 'create' }
    this.keepNames(({ operation, index }) => index <= made.index && namesIn(operation).includes(name))
  }

  private keepNames(isKept: (pending: { operation: OnNames; index: number }) => boolean): void {
    for (const pending of this.pendingNames) if (isKept(pending)) rename(this.names, pending.operation)
    this.pendingNames = this.pendingNames.filter((pending) => !isKept(pending))
  }
}

function namesIn(operation: OnNames): string[] {
  return operation.kind === 'rename' ? [operation.from, operation.to] : [operation.name]
}

/** Of names that have not become what the operation began with, nothing is changed. */
function rename(names: Map<string, number>, operation: OnNames): void {
  if (operation.kind === 'create') names.set(operation.name, operation.file)
  else if (operation.kind === 'remove') {
    if (names.get(operation.name) === operation.file) names.delete(operation.name)
  } else if (names.get(operation.from) === operation.file) {
    names.delete(operation.from)
    names.set(operation.to, operation.file)
  }
}
