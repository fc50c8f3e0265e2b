import { join } from 'node:path'
import { z } from 'zod'
import { type UpgradeOutcome, upgradeOutcomeSchema, versionSchema } from '../../contract/release.ts'
import { readKept, writeDurably } from '../durable-file.ts'
import type { UpgradeRecord } from './records.ts'

const bookSchema = z.object({
  /** The last of root's outcomes that the fleet has. */
  told: z.int().min(0).default(0),
  /** What the portal itself has refused and the fleet does not know yet. */
  untold: z.array(upgradeOutcomeSchema).default([]),
  /** Versions that the portal has refused: they are not asked for again. */
  refused: z.array(versionSchema).default([]),
})

const MOST_REFUSED = 50

/** What the fleet is still to be told of releases: kept on the disk until it has it. */
export function openOutcomes(inbox: string, log: (message: string, error?: unknown) => void) {
  const file = join(inbox, 'outcomes.json')
  let held =
    readKept(
      file,
      (text) => bookSchema.parse(JSON.parse(text)),
      (error) => log('outcomes.json cannot be used; the fleet is told anew', error),
    ) ?? bookSchema.parse({})

  function change(over: Partial<typeof held>): void {
    const next = { ...held, ...over }
    writeDurably(file, JSON.stringify(next))
    held = next
  }

  /** Root's outcomes that the fleet has not heard. Where root has begun anew, so do its numbers. */
  const unheard = ({ outcomes }: UpgradeRecord) => {
    const newest = outcomes.at(-1)?.id ?? 0
    return outcomes.filter(({ id }) => id > (held.told > newest ? 0 : held.told))
  }

  return {
    refuse(outcome: UpgradeOutcome): void {
      const refused = [...held.refused, outcome.version].slice(-MOST_REFUSED)
      change({ untold: [...held.untold, outcome].slice(-MOST_REFUSED), refused })
    },
    isRefused: (version: string): boolean => held.refused.includes(version),
    isAnyUntold: (record: UpgradeRecord): boolean => held.untold.length > 0 || unheard(record).length > 0,
    /** Tells the fleet one after another, each noted once it is told; throws at the first that it does not take. */
    async tell(record: UpgradeRecord, tell: (outcome: UpgradeOutcome) => Promise<void>): Promise<void> {
      for (const outcome of unheard(record)) {
        await tell(outcome)
        change({ told: outcome.id })
      }
      for (let outcome = held.untold[0]; outcome; outcome = held.untold[0]) {
        await tell(outcome)
        change({ untold: held.untold.slice(1) })
      }
    },
  }
}
