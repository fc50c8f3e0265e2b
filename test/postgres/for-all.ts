import type { TestProject } from 'vitest/node'
import { startPostgres } from './cluster.ts'
import { postgresNeeds } from './needs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL, without a database, of the PostgreSQL that all test files share; null: this machine has none. */
    postgres: string | null
  }
}

/** Starts it before all tests, where the machine can; what is returned ends it after them. */
export async function postgresForAll(project: TestProject): Promise<() => Promise<void>> {
  const cluster = postgresNeeds() === null ? await startPostgres() : null
  project.provide('postgres', cluster?.server ?? null)
  return async () => cluster?.stop()
}
