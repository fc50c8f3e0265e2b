import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { releaseAnswerSchema, upgradeOutcomeSchema, versionSchema } from '../../contract/release.ts'

// What the portal and root's side write for each other. Neither believes the other without looking.

const windowsSchema = releaseAnswerSchema.shape.windows
export type Windows = z.infer<typeof windowsSchema>

/** The portal's word to root: a release is there, and when its time is. */
export const readySchema = releaseAnswerSchema.pick({ release: true, windows: true })
export type Ready = z.infer<typeof readySchema>

export const waitingSchema = z.object({
  version: versionSchema,
  sequence: z.int(),
  windows: windowsSchema,
  /** When it was taken, ms since 1970; null: the time was not known yet. */
  takenAtMs: z.number().nullable(),
  /** Trials that began. */
  attempts: z.int(),
  /** Since when nobody has been seen online, in this boot. */
  quiet: z.object({ bootId: z.string(), sinceUptimeMs: z.number() }).nullable(),
})
export type WaitingRelease = z.infer<typeof waitingSchema>

export const upgradeStateSchema = z.object({
  /** The highest sequence ever taken. */
  sequence: z.int().min(0).default(0),
  waiting: waitingSchema.nullable().default(null),
  /** The version that ran before the current one; null: the package's own. */
  previous: versionSchema.nullable().default(null),
  /** What became of releases here, oldest first, numbered for ever. */
  outcomes: z.array(upgradeOutcomeSchema.extend({ id: z.int().min(1) })).default([]),
  /** SHA-256 of what was refused last: it is not looked at again. */
  refused: z.string().nullable().default(null),
})
export type UpgradeRecord = z.infer<typeof upgradeStateSchema>

/** A version is on trial: written before it begins, removed after its verdict. */
export const trialSchema = z.object({
  from: versionSchema.nullable(),
  to: versionSchema,
  /** The address of the client that tries it out. */
  clientMac: z.string(),
  deadlineUptimeMs: z.number(),
})
export type Trial = z.infer<typeof trialSchema>

/** What root has noted, or nothing yet. A record that cannot be read throws: to begin anew would let old releases in again. */
export function readRecord(file: string): UpgradeRecord {
  return upgradeStateSchema.parse(JSON.parse(textOf(file) ?? '{}'))
}

/** The trial that is on, or was when the power went; null: none. One that cannot be read is none that could be gone by. */
export function readTrial(file: string): Trial | null {
  try {
    return trialSchema.parse(JSON.parse(textOf(file) ?? 'null'))
  } catch {
    return null
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
