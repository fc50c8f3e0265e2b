import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** Below this, the headers cost what is saved; the fleet holds to the same. */
const SHORTEST = 1024
const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }

/**
 * Writes `.br` and `.gz` beside each text file of a folder: smaller than what the fleet would make while a reader waits, and the fleet has
 * nothing to do for it.
 */
export function precompress(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const plain = readFileSync(path)
    if (plain.length < SHORTEST) continue
    writeFileSync(`${path}.br`, brotliCompressSync(plain, BEST))
    writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }))
  }
}
