import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** `npm run radio`: phones, an access point and the portal with Debian's own kernel and made-up radios, in a virtual machine. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/guest/**/*.test.ts'],
    globalSetup: ['test/before-all.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    pool: 'forks',
  },
})
