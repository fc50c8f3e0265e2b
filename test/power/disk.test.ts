import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../cli/random.ts'
import { Disk } from './disk.ts'
import { MODES, type Mode } from './file.ts'
import { type Operation, operationsOf } from './operations.ts'

const hex = (text: string) => `"${Buffer.from(text).toString('hex').replace(/../g, '\\x$&')}"`
/** Lines of strace as thread 7 makes them. */
const trace = (...calls: string[]) => calls.map((call) => `7     ${call}\n`).join('')
const open = (name: string, fd: number, flags = 'O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC') =>
  `openat(AT_FDCWD, ${hex(`/data/${name}`)}, ${flags}, 0666) = ${fd}`
const write = (fd: number, text: string) => `write(${fd}, ${hex(text)}, ${text.length}) = ${text.length}`
const rename = (from: string, to: string) => `rename(${hex(`/data/${from}`)}, ${hex(`/data/${to}`)}) = 0`
const folder = [`openat(AT_FDCWD, ${hex('/data')}, O_RDONLY|O_CLOEXEC) = 9`, 'fsync(9) = 0', 'close(9) = 0']

const read = (log: string, before: string[] = []) => operationsOf(log, '/data', before)

function diskAfter(operations: Operation[], before: Record<string, string> = {}): Disk {
  const disk = new Disk(new Map(Object.entries(before).map(([name, text]) => [name, Buffer.from(text)])))
  for (const operation of operations) disk.apply(operation)
  return disk
}

/** Everything that 200 cuts of one mode leave, each once, sorted. */
function left(disk: Disk, mode: Mode): string[] {
  const random = seededRandom(`cuts ${mode}`)
  const found = Array.from({ length: 200 }, () =>
    [...disk.cut(mode, random)].map(([name, pieces]) => `${name}=${Buffer.concat(pieces)}`).join(' '),
  )
  return [...new Set(found)].sort()
}

describe('a record of strace', () => {
  it('is read as what happened to the files of one folder, and to no others', () => {
    const calls = trace(open('a', 3), write(3, 'abc'), 'fsync(3) = 0', 'close(3) = 0', write(3, 'to whoever has 3 now'))
    const elsewhere = `openat(AT_FDCWD, ${hex('/elsewhere/a')}, O_RDWR|O_CREAT) = 4`
    expect(read(trace(elsewhere, write(4, 'x')) + calls)).toEqual([
      { kind: 'create', file: 0, name: 'a' },
      { kind: 'write', file: 0, at: 0, octets: Buffer.from('abc') },
      { kind: 'sync', file: 0, covers: 2, all: true },
    ])
  })

  it('follows where each write goes: positions, two numbers of one open file, places of its own', () => {
    const calls = [open('a', 3), write(3, 'ab'), 'dup(3) = 5', write(5, 'cd'), 'lseek(3, 10, SEEK_SET) = 10']
    const operations = read(trace(...calls, write(3, 'e'), `pwrite64(5, ${hex('f')}, 1, 77) = 1`))
    expect(operations.flatMap((one) => (one.kind === 'write' ? [one.at] : []))).toEqual([0, 2, 10, 77])
  })

  it('counts as written only what the kernel took, and nothing of a call that failed', () => {
    const calls = [open('a', 3), `write(3, ${hex('abc')}, 3) = 2`, `write(3, ${hex('d')}, 1) = -1 ENOSPC (No space)`]
    expect(read(trace(...calls)).slice(1)).toEqual([{ kind: 'write', file: 0, at: 0, octets: Buffer.from('ab') }])
  })

  it('joins calls of threads that overlap; a sync covers only what had been written when it began', () => {
    const log = [
      `7 ${open('a', 3)}`,
      '7 fsync(3 <unfinished ...>',
      `8 write(3, ${hex('late')}, 4) = 4`,
      '7 <... fsync resumed>) = 0',
      '8 +++ exited with 0 +++',
    ]
    const operations = read(log.join('\n'))
    expect(operations.at(-1)).toEqual({ kind: 'sync', file: 0, covers: 1, all: true })
    expect(left(diskAfter(operations), 'none')).toEqual(['a='])
  })

  it('keeps the words of the program in their place', () => {
    const operations = read(trace(open('a', 3), write(1, 'it is durable\n'), 'fsync(3) = 0'))
    expect(operations.map(({ kind }) => kind)).toEqual(['create', 'word', 'sync'])
  })

  it.each([
    'mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 3, 0) = 0x7f0000000000',
    'fallocate(3, 0, 0, 4096) = 0',
    'copy_file_range(4, NULL, 3, NULL, 9, 0) = 9',
    `link(${hex('/data/a')}, ${hex('/data/b')}) = 0`,
    'io_uring_setup(64, {}) = 6',
    `execve(${hex('/bin/sh')}, [], []) = 0`,
  ])('is refused where it holds what cannot be followed to the disk: %s', (call) => {
    expect(() => read(trace(open('a', 3), call))).toThrow(/cannot be followed/)
  })

  it('knows SQLite’s -shm for memory, which no power cut leaves', () => {
    const map = 'mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_SHARED, 3, 0) = 0x7f0000000000'
    expect(read(trace(open('a.db-shm', 3), 'ftruncate(3, 3) = 0', write(3, 'x'), map, 'fsync(3) = 0'))).toEqual([])
  })
})

describe('a disk whose power is cut', () => {
  const over = read(trace(open('a', 3, 'O_RDWR'), `pwrite64(3, ${hex('new')}, 3, 0) = 3`), ['a'])

  it('has what was written and not synced, or has it not', () => {
    expect(left(diskAfter(over, { a: 'old' }), 'none')).toEqual(['a=old'])
    expect(left(diskAfter(over, { a: 'old' }), 'all')).toEqual(['a=new'])
    expect(left(diskAfter(over, { a: 'old' }), 'some')).toEqual(['a=new', 'a=old'])
  })

  it.each(MODES)('has what was synced, with %s of the rest', (mode) => {
    const synced = [...over, ...read(trace(open('a', 3, 'O_RDWR'), 'fdatasync(3) = 0'), ['a'])].map((one) =>
      one.kind === 'sync' ? { ...one, covers: 1 } : one,
    )
    expect(left(diskAfter(synced, { a: 'old' }), mode)).toEqual(['a=new'])
  })

  it('has of a torn page the first sectors only, and what was in them before each write', () => {
    const page = (letter: string) => letter.repeat(4096)
    const calls = [open('a', 3, 'O_RDWR'), `pwrite64(3, ${hex(page('n'))}, 4096, 0) = 4096`]
    const torn = left(diskAfter(read(trace(...calls), ['a']), { a: page('o') }), 'torn')
    const sectors = torn.map((text) => text.replaceAll('n'.repeat(512), 'N').replaceAll('o'.repeat(512), 'O'))
    expect(sectors.sort()).toEqual(
      [
        'a=NNNNNNNN',
        'a=NNNNNNNO',
        'a=NNNNNNOO',
        'a=NNNNNOOO',
        'a=NNNNOOOO',
        'a=NNNOOOOO',
        'a=NNOOOOOO',
        'a=NOOOOOOO',
      ].concat('a=OOOOOOOO'),
    )
  })

  it('may have a page and not the one before it: there, zeros', () => {
    const far = read(trace(open('a', 3, 'O_RDWR'), write(3, 'x'.repeat(4096)), write(3, 'y')), ['a'])
    const found = left(diskAfter(far, { a: '' }), 'some')
    expect(found).toContain(`a=${'\0'.repeat(4096)}y`)
    expect(found).toContain(`a=${'x'.repeat(4096)}\0`)
  })

  it('lacks a new file unless it or its folder was synced; fdatasync is not enough', () => {
    const made = [open('a', 3), write(3, 'x')]
    expect(left(diskAfter(read(trace(...made))), 'none')).toEqual([''])
    expect(left(diskAfter(read(trace(...made, 'fdatasync(3) = 0'))), 'none')).toEqual([''])
    expect(left(diskAfter(read(trace(...made, 'fsync(3) = 0'))), 'none')).toEqual(['a=x'])
    expect(left(diskAfter(read(trace(...made, ...folder))), 'none')).toEqual(['a='])
  })

  it('has the old file or the new one until the folder is synced, and then the new one', () => {
    const replaced = [open('a.new', 3), write(3, 'new'), 'fsync(3) = 0', 'close(3) = 0', rename('a.new', 'a')]
    const before = { a: 'old' }
    expect(left(diskAfter(read(trace(...replaced), ['a']), before), 'some')).toEqual(['a=new', 'a=old a.new=new'])
    expect(left(diskAfter(read(trace(...replaced, ...folder), ['a']), before), 'some')).toEqual(['a=new'])
  })

  it('has an empty file in the place of the old one where the new one was not synced before it was renamed', () => {
    const replaced = [open('a.new', 3), write(3, 'new'), 'close(3) = 0', rename('a.new', 'a'), ...folder]
    expect(left(diskAfter(read(trace(...replaced), ['a']), { a: 'old' }), 'none')).toEqual(['a='])
  })

  it('may bring back a file that was removed, whole', () => {
    const removed = read(trace(`unlink(${hex('/data/a')}) = 0`), ['a'])
    expect(left(diskAfter(removed, { a: 'old' }), 'some')).toEqual(['', 'a=old'])
  })

  it('has a file whole where it was truncated and that has not happened; what was written since is lost with it', () => {
    const calls = [open('a', 3, 'O_RDWR'), 'ftruncate(3, 1) = 0', `pwrite64(3, ${hex('z')}, 1, 3) = 1`]
    const disk = diskAfter(read(trace(...calls), ['a']), { a: 'abcd' })
    expect(left(disk, 'none')).toEqual(['a=abcd'])
    expect(left(disk, 'some')).toEqual(['a=a', 'a=a\0\0\0', 'a=a\0\0z', 'a=abcd'])
    expect(left(disk, 'all')).toEqual(['a=a\0\0z'])
  })
})
