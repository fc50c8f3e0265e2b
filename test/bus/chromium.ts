import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { PLAIN_ENV } from './command.ts'
import { chromiumNeeds, chromiumPath } from './needs.ts'
import type { Place } from './place.ts'

// biome-ignore format: one flag a line says nothing more
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

/**
 * A real Chromium in a place's namespace, headless and with a fresh profile. Playwright talks to it through a pipe on
 * file descriptors 3 and 4, which `ip netns exec` leaves open; names go through the resolv.conf that it mounts.
 */
export async function openChromium(place: Place): Promise<Browser> {
  const path = chromiumPath()
  if (path === null) throw new Error(chromiumNeeds() ?? 'no Chromium')
  const home = join(place.folder, `${place.name}-home`)
  mkdirSync(home, { recursive: true })
  const wrapper = join(place.folder, `${place.name}-chromium.sh`)
  writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${place.namespace} ${path} "$@"\n`)
  chmodSync(wrapper, 0o755)
  // Only here, since few tests need a browser and it takes a while to load.
  const { chromium } = await import('playwright-core')
  return chromium.launch({
    executablePath: wrapper,
    headless: true,
    args: FLAGS,
    env: { ...PLAIN_ENV, HOME: home, TMPDIR: home },
    timeout: 30_000,
  })
}
