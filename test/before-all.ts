import type { TestProject } from 'vitest/node'
import { build } from './build.ts'
import { postgresForAll } from './postgres/for-all.ts'

/** What all tests share, made once and at the same time; what is returned ends it after them. */
export default async function beforeAll(project: TestProject): Promise<() => Promise<void>> {
  const [endPostgres] = await Promise.all([postgresForAll(project), build()])
  return endPostgres
}
