import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'
import { BLOCK, checksumOf, isPlainPath } from './names.ts'

/** A folder as a gzipped tar (POSIX ustar): the same octets for the same content, whoever makes it and when. Throws on what no release may hold. */
export function packFolder(folder: string): Buffer {
  const parts: Buffer[] = []
  for (const entry of entriesOf(folder)) {
    parts.push(headerOf(entry.path, entry.content, entry.executable))
    if (entry.content !== null) parts.push(padded(entry.content))
  }
  parts.push(Buffer.alloc(2 * BLOCK))
  const packed = gzipSync(Buffer.concat(parts), { level: constants.Z_BEST_COMPRESSION })
  // The octet for the system on which it was packed: unknown.
  packed[9] = 255
  return packed
}

interface Entry {
  path: string
  /** Null: a folder. */
  content: Buffer | null
  executable: boolean
}

function entriesOf(folder: string): Entry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((found) => {
      const full = join(found.parentPath, found.name)
      const path = full.slice(join(folder, '/').length)
      if (!isPlainPath(path)) throw new Error(`${path} has a name that no release may hold`)
      if (found.isDirectory()) return { path, content: null, executable: true }
      if (!found.isFile()) throw new Error(`${path} is neither a file nor a folder`)
      return { path, content: readFileSync(full), executable: path === 'abordo.js' }
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function headerOf(path: string, content: Buffer | null, executable: boolean): Buffer {
  const header = Buffer.alloc(BLOCK)
  const { prefix, name } = splitPath(path)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  header.write(name, 0)
  header.write(octal(executable ? 0o755 : 0o644, 7), 100)
  header.write(octal(0, 7), 108)
  header.write(octal(0, 7), 116)
  header.write(octal(content?.length ?? 0, 11), 124)
  header.write(octal(0, 11), 136)
  header.write(content === null ? '5' : '0', 156)
  header.write('ustar\x0000', 257)
  header.write(prefix, 345)
  header.write(`${octal(checksumOf(header), 6)} `, 148)
  return header
}

/** ustar keeps a long path in two pieces, divided at a slash. */
function splitPath(path: string): { prefix: string; name: string } {
  if (path.length <= 100) return { prefix: '', name: path }
  const at = path.indexOf('/', path.length - 101)
  if (at < 0 || at > 155) throw new Error(`${path} is too long for an archive`)
  return { prefix: path.slice(0, at), name: path.slice(at + 1) }
}

function padded(content: Buffer): Buffer {
  const rest = content.length % BLOCK
  return rest === 0 ? content : Buffer.concat([content, Buffer.alloc(BLOCK - rest)])
}
