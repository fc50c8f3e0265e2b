import { readFileSync } from 'node:fs'

/** A database of a newer program than this one. */
export class NewerDatabaseError extends Error {
  constructor() {
    super(
      'This database was made by a newer Abordo than this one, which cannot read it: update Abordo, or go on with the database that belongs to this version.',
    )
    this.name = 'NewerDatabaseError'
  }
}

/** Throws NewerDatabaseError where the newest migration of a database (`at`, ms since 1970) is not known to this program. */
export function refuseNewer(at: number, migrationsFolder: string): void {
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    entries: { when: number }[]
  }
  if (at > (journal.entries.at(-1)?.when ?? 0)) throw new NewerDatabaseError()
}
