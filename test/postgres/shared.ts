import { inject } from 'vitest'
import { type Databases, databasesAt } from './databases.ts'
import { postgresNeeds } from './needs.ts'

/** The databases of the PostgreSQL that all test files share: so with names that no other file has. */
export function sharedPostgres(): Databases {
  const server = inject('postgres')
  if (server === null) throw new Error(postgresNeeds() ?? 'PostgreSQL was not started.')
  return databasesAt(server)
}
