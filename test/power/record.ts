import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { lay, type Recording } from './cuts.ts'
import { STRACE_OPTIONS } from './needs.ts'
import { operationsOf, TRACED } from './operations.ts'
import type { StormOrder } from './words.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Where storms are recorded and their remains are booted. */
export interface Workshop {
  record(order: Omit<StormOrder, 'folder'>, before?: Pick<Recording, 'disk' | 'promised'>): Recording
  /** For the data folder of the boot after a cut. */
  folder: string
  remove(): void
}

/** Bundles the storm into one file, so that strace sees the gateway's files and hardly anything else. */
export async function openWorkshop(): Promise<Workshop> {
  const [shop, data] = [tmpdir(), memoryFolder()].map((at) => realpathSync(mkdtempSync(join(at, 'abordo-power-'))))
  if (!shop || !data) throw new Error('no temporary folder')
  const program = join(shop, 'storm.mjs')
  await bundle(program)
  return {
    record(order, before = { disk: new Map(), promised: [] }) {
      const folder = join(data, 'recorded')
      lay(folder, new Map([...before.disk].map(([name, octets]) => [name, [octets]])))
      const log = strace(program, { ...order, folder }, join(shop, 'strace.log'))
      return { ...before, operations: operationsOf(log, folder, [...before.disk.keys()]) }
    },
    folder: join(data, 'next'),
    remove() {
      for (const folder of [shop, data]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A file system in memory, where nothing waits for a disk and the syncs are recorded all the same. */
function memoryFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 100_000_000 ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}

async function bundle(outfile: string): Promise<void> {
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3/package.json')
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/power/storm.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'warning',
    banner: {
      // As in deploy/build.ts.
      js: [
        "import { createRequire as abordoCreateRequire } from 'node:module'",
        'const require = abordoCreateRequire(import.meta.url)',
        `const __filename = ${JSON.stringify(outfile)}`,
        `globalThis.abordoAssets = ${JSON.stringify(ROOT.replace(/\/$/, ''))}`,
        `globalThis.abordoNativeSqlite = ${JSON.stringify(join(sqlite, '../build/Release/better_sqlite3.node'))}`,
      ].join('\n'),
    },
  })
}

/** Runs the storm to its end and returns what strace has seen. */
function strace(program: string, order: StormOrder, logFile: string): string {
  // `?`: not every processor has every call.
  const traced = TRACED.map((name) => `?${name}`).join(',')
  const options = [...STRACE_OPTIONS, '-xx', '-s', '1000000', '-o', logFile, '-e', `trace=${traced}`]
  const ran = spawnSync('strace', [...options, process.execPath, program, JSON.stringify(order)], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 120_000,
  })
  if (ran.status !== 0) throw new Error(`the storm ended with ${ran.status ?? ran.signal}: ${ran.stderr}`)
  return readFileSync(logFile, 'latin1')
}
