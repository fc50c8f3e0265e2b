import { basename, dirname } from 'node:path'
import { type Call, callsOf, plainArgs, stringsOf } from './calls.ts'

/** What a program did to the files of one folder, and what it said meanwhile. Files are numbered: names change, files do not. */
export type Operation =
  | { kind: 'create'; file: number; name: string }
  | { kind: 'rename'; file: number; from: string; to: string }
  | { kind: 'remove'; file: number; name: string }
  | { kind: 'write'; file: number; at: number; octets: Buffer }
  | { kind: 'truncate'; file: number; size: number }
  /** Waits for the disk; covers the first `covers` operations. `all`: fsync, which keeps that the file was made, too. */
  | { kind: 'sync'; file: number; covers: number; all: boolean }
  | { kind: 'sync-folder'; covers: number }
  | { kind: 'word'; text: string }

/** Every call that can change a file or wait for the disk; those that the programs here never make are refused when one does. */
export const TRACED = [
  ...['open', 'openat', 'openat2', 'creat', 'close', 'dup', 'dup2', 'dup3', 'fcntl', 'lseek', 'mmap', 'execve'],
  ...['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'ftruncate', 'truncate', 'fallocate'],
  ...['fsync', 'fdatasync', 'sync_file_range', 'sync', 'syncfs', 'msync'],
  ...['rename', 'renameat', 'renameat2', 'unlink', 'unlinkat'],
  ...['link', 'linkat', 'symlink', 'symlinkat', 'mkdir', 'mkdirat'],
  ...['copy_file_range', 'sendfile', 'splice', 'io_uring_setup', 'io_submit'],
]

/** An open file of the folder: `shm` is SQLite's index of the WAL, which is memory and never survives. */
type Open = { what: 'folder' | 'shm' } | { what: 'file'; file: number; position: number; appends: boolean }

/** Where the traced program says its words. */
const WORDS_FD = 1

/** `before`: the files that were in the folder when the program began; they are numbered in this order. */
export function operationsOf(log: string, folder: string, before: string[] = []): Operation[] {
  const operations: Operation[] = []
  /** How many operations there were when the n-th call ended. */
  const operationsAfter = [0]
  const names = new Map(before.map((name, file) => [name, file]))
  const open = new Map<number, Open>()
  let files = before.length

  const inFolder = (path: string) => dirname(path) === folder
  const isShm = (path: string) => path.endsWith('-shm')

  function opened(call: Call): void {
    const path = String(stringsOf(call)[0])
    open.delete(call.result)
    if (path === folder) open.set(call.result, { what: 'folder' })
    else if (inFolder(path) && isShm(path)) open.set(call.result, { what: 'shm' })
    else if (inFolder(path)) {
      const name = basename(path)
      const known = names.get(name)
      // A file that nobody has made and that was not there: then something was not seen.
      if (known === undefined && call.name !== 'creat' && !call.args.includes('O_CREAT')) throw refusal(call)
      const file = known ?? files++
      if (known === undefined) operations.push({ kind: 'create', file, name })
      else if (call.args.includes('O_TRUNC') || call.name === 'creat')
        operations.push({ kind: 'truncate', file, size: 0 })
      names.set(name, file)
      open.set(call.result, { what: 'file', file, position: 0, appends: call.args.includes('O_APPEND') })
    }
  }

  function renamed(call: Call): void {
    const [from, to] = stringsOf(call).map(String)
    if (from === undefined || to === undefined || (!inFolder(from) && !inFolder(to))) return
    const file = names.get(basename(from))
    if (file === undefined || !inFolder(from) || !inFolder(to) || call.args.includes('RENAME_EXCHANGE'))
      throw refusal(call)
    names.delete(basename(from))
    names.set(basename(to), file)
    operations.push({ kind: 'rename', file, from: basename(from), to: basename(to) })
  }

  function removed(call: Call): void {
    const path = String(stringsOf(call)[0])
    const file = names.get(basename(path))
    if (!inFolder(path) || isShm(path)) return
    if (file === undefined) throw refusal(call)
    names.delete(basename(path))
    operations.push({ kind: 'remove', file, name: basename(path) })
  }

  function onFile(call: Call, fd: number, it: Open & { what: 'file' }): void {
    const { file } = it
    const covers = operationsAfter[call.began] ?? 0
    if (['write', 'writev', 'pwrite64', 'pwritev'].includes(call.name)) {
      if (it.appends) throw refusal(call)
      const isPlaced = call.name.startsWith('p')
      const at = isPlaced ? Number(plainArgs(call).at(-1)) : it.position
      const octets = Buffer.concat(stringsOf(call)).subarray(0, call.result)
      if (octets.length !== call.result) throw refusal(call)
      if (!isPlaced) it.position += octets.length
      operations.push({ kind: 'write', file, at, octets })
    } else if (call.name === 'ftruncate') operations.push({ kind: 'truncate', file, size: Number(plainArgs(call)[1]) })
    else if (call.name === 'fsync' || call.name === 'fdatasync')
      operations.push({ kind: 'sync', file, covers, all: call.name === 'fsync' })
    else if (call.name === 'lseek') it.position = call.result
    else if (call.name === 'close') open.delete(fd)
    else if (call.name === 'fcntl') duplicated(call, it)
    else if (call.name.startsWith('dup')) open.set(call.result, it)
    // Read-only and private mappings change no file.
    else if (call.name !== 'mmap' || (call.args.includes('MAP_SHARED') && call.args.includes('PROT_WRITE')))
      throw refusal(call)
  }

  function duplicated(call: Call, it: Open): void {
    if (call.args.includes('F_DUPFD')) open.set(call.result, it)
  }

  function follow(call: Call): void {
    const { name } = call
    if (['open', 'openat', 'openat2', 'creat'].includes(name)) opened(call)
    else if (name.startsWith('rename')) renamed(call)
    else if (name.startsWith('unlink')) removed(call)
    else if (/^(link|symlink|mkdir|truncate|sync$|syncfs|execve|io_)/.test(name)) notHere(call)
    else if (/^(copy_file_range|sendfile|splice)$/.test(name)) betweenFiles(call)
    else byNumber(call)
  }

  function byNumber(call: Call): void {
    const { name, result } = call
    const args = plainArgs(call)
    const fd = Number(name === 'mmap' ? args[4] : args[0])
    const it = open.get(fd)
    if (it?.what === 'file') onFile(call, fd, it)
    else if (name === 'close') open.delete(fd)
    else if (name === 'fsync' && it?.what === 'folder')
      operations.push({ kind: 'sync-folder', covers: operationsAfter[call.began] ?? 0 })
    else if (name === 'write' && fd === WORDS_FD)
      operations.push({ kind: 'word', text: String(Buffer.concat(stringsOf(call))) })
    else if (it && name === 'fcntl') duplicated(call, it)
    else if (it && name.startsWith('dup')) open.set(result, it)
    // The number may have been that of a file of ours.
    else if (name.startsWith('dup')) open.delete(result)
  }

  /** Calls by name or of the whole machine that would have to be followed if they concerned the folder. */
  function notHere(call: Call): void {
    if (call.name === 'execve' && call.began === 0) return
    const paths = stringsOf(call).map(String)
    if (paths.length === 0 || call.name === 'execve' || paths.some(inFolder)) throw refusal(call)
  }

  function betweenFiles(call: Call): void {
    const [first, , third] = plainArgs(call).map(Number)
    if ([first, third].some((fd) => fd !== undefined && open.get(fd)?.what === 'file')) throw refusal(call)
  }

  for (const call of callsOf(log)) {
    follow(call)
    operationsAfter.push(operations.length)
  }
  return operations
}

function refusal({ name, args }: Call): Error {
  return new Error(`a call that cannot be followed to the disk: ${name}(${args.slice(0, 120)})`)
}
