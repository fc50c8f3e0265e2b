import { describe } from 'vitest'
import { missing, type Need } from './needs.ts'

/** `describe` for tests that need something of the machine. Left out where it is missing, but in CI nothing may be left out. */
export function describeWith(needs: Need[], title: string, tests: () => void): void {
  describe.skipIf(missing(needs).length > 0 && process.env.CI !== 'true')(title, tests)
}
