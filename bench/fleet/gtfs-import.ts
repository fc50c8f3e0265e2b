import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rounded } from '../row.ts'
import type { Engine } from './engine.ts'
import { writeLargeFeed } from './gtfs-feed.ts'
import type { Measured } from './measured.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const MOST_S = 60
const MOST_MB = 400
/** How often its memory is looked at, ms. */
const LOOK_MS = 50

/** `abordo gtfs import` of 500,000 stop_times, in a process of its own on one core: how long it takes, and its memory at the most. */
export async function importRow(engine: Engine, progress: (what: string) => void): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-bench-gtfs-'))
  const url = await engine.make()
  try {
    const feed = join(folder, 'feed.zip')
    await writeLargeFeed(feed)
    progress(`${engine.name}: importing a feed of 500,000 stop times`)
    const started = performance.now()
    const megabytes = await importOnOneCore(feed, url)
    const seconds = (performance.now() - started) / 1000
    return {
      abordo: `${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB`,
      holds: seconds <= MOST_S && megabytes <= MOST_MB,
      figures: { seconds: rounded(seconds), megabytes: Math.round(megabytes) },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await engine.drop(url)
  }
}

/** Returns its memory at the most (VmHWM), megabytes. */
async function importOnOneCore(feed: string, databaseUrl: string): Promise<number> {
  const child = spawn('taskset', ['-c', '0', process.execPath, ABORDO, 'gtfs', 'import', feed], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text) => {
    said = (said + text).slice(-2000)
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve)
    child.once('error', reject)
  })
  let kibioctets = 0
  const looking = setInterval(() => {
    kibioctets = Math.max(kibioctets, highWaterMark(child.pid ?? 0))
  }, LOOK_MS)
  try {
    const code = await ended
    if (code !== 0) throw new Error(`the feed was not imported: ${said}`)
  } finally {
    clearInterval(looking)
  }
  return (kibioctets * 1024) / 1_000_000
}

function highWaterMark(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // It has just ended.
    return 0
  }
}
