import { type DatabaseTrouble, databaseTroubleOf } from '../db/trouble.ts'

const LINES: Record<Exclude<DatabaseTrouble, 'unreachable'>, string> = {
  busy: 'the database is in use by somebody else who does not let go of it: try again, or see who it is',
  full: "the database's disk is full: make room",
  failing: "the database's disk is failing: the system's log says more",
  'read-only':
    'the database may only be read: see to the rights of its file and folder, or whether its server is a standby',
  unopenable: 'the database cannot be opened: see to its path, and to the rights of its file and folder',
  damaged: 'the database is damaged, or is no database at all: put its last backup in its place',
}

/** Trouble with the database in one line with what to do; null: it is something else. */
export function explainDatabase(error: unknown): string | null {
  const trouble = databaseTroubleOf(error)
  if (trouble === null) return null
  return trouble === 'unreachable' ? messageOf(error) : LINES[trouble]
}

/** Its server's own words, or those of the way to it: not of drizzle's, which only say what was asked. */
function messageOf(error: unknown): string {
  let at = error
  while (at instanceof Error && at.cause instanceof Error && databaseTroubleOf(at.cause) !== null) at = at.cause
  return at instanceof Error ? at.message : String(at)
}
