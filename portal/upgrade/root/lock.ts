import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Takes the one place that there is for work on versions; null: another has it. Whoever died with it, in this boot or before, has it no more. */
export function takeLock(versions: string, bootId: string, pid: number): (() => void) | null {
  const file = join(versions, '.lock')
  mkdirSync(versions, { recursive: true, mode: 0o755 })
  const mine = `${bootId} ${pid}`
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [boot, holder] = readFileSync(file, 'utf8').split(' ')
    if (boot === bootId && holder && existsSync(`/proc/${holder}`)) return null
    rmSync(file, { force: true })
  }
  return null
}
