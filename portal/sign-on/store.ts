import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SignOn } from '../../contract/trace.ts'
import { readKept, writeDurably } from '../durable-file.ts'
import { isInForce, type KeptSignOn, keptSignOnSchema, type Moment } from './rules.ts'

export interface SignOnDeps {
  dataDir: string
  now: () => Moment
  log: (message: string, error?: unknown) => void
}

export type SignOnStore = ReturnType<typeof createSignOnStore>

/** What the driver has signed on to, with the last word on disk (sign-on.json): a restart of the program does not sign anybody off. */
export function createSignOnStore({ dataDir, now, log }: SignOnDeps) {
  const file = join(dataDir, 'sign-on.json')
  let kept: KeptSignOn | null = readKept(
    file,
    (text) => keptSignOnSchema.parse(JSON.parse(text)),
    (error) => log('sign-on.json cannot be used; the driver has to sign on again', error),
  )

  function write(next: KeptSignOn | null): void {
    kept = next
    try {
      if (next) writeDurably(file, JSON.stringify(next))
      else rmSync(file, { force: true })
    } catch (error) {
      log('the sign-on could not be kept for the next start', error)
    }
  }

  /** One that was made before the time was known gets its own as soon as it is: after a power cut nobody could tell any more. */
  function place(moment: Moment): void {
    if (!kept || kept.wallMs !== null || moment.wallMs === null || kept.kernelBootId !== moment.kernelBootId) return
    write({ ...kept, wallMs: moment.wallMs - (moment.uptimeMs - kept.uptimeMs) })
  }

  return {
    /** What is in force; null: nobody has signed on, or it has run out. */
    current(): SignOn | null {
      const moment = now()
      place(moment)
      return kept && isInForce(kept, moment) ? kept.signOn : null
    },
    set: (signOn: SignOn) => write({ signOn, ...now() }),
    clear: () => write(null),
  }
}
