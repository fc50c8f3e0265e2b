import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { leftOut } from './needs.ts'

/** Counts what ran and writes it where `npm test` (test/run.ts) reads it for its closing lines. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state === 'passed') counts.passed += 1
        else if (state === 'skipped') counts.skipped += 1
        else counts.failed += 1
      }
      // A file that breaks before its first test has no tests to count, but has failed all the same.
      counts.failed += module.errors().length
    }
    const file = process.env.ABORDO_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify({ ...counts, leftOut: leftOut() }))
  }
}
