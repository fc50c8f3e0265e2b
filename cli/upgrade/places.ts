import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type PortalConfig, readPortalConfig } from '../../portal/config.ts'
import { inboxOf, PACKAGE_PROGRAM, type UpgradePlaces } from '../../portal/upgrade/places.ts'

/** Where this gateway has its programs. Throws where it was not installed from a package, which alone brings a key. */
export function placesOf({ upgrades, dataDir }: PortalConfig): UpgradePlaces {
  if (!upgrades) throw new Error('there is no key here to check new versions with: install the package abordo-gateway')
  // The program that judges is the package's own, wherever it lies; never the one on trial.
  const own = globalThis.abordoAssets ?? ''
  const program = existsSync(PACKAGE_PROGRAM) ? PACKAGE_PROGRAM : own
  return { program, ...upgrades, inbox: inboxOf(resolve(dataDir)) }
}

/** The same where nothing else of the settings is asked for: interfaces come up later, and a certificate may be missing. */
export function placesIn(env: Record<string, string | undefined>): UpgradePlaces {
  const { PORTAL_DATA_DIR, PORTAL_RELEASE_KEY, PORTAL_VERSIONS_DIR } = env
  const asked = { PORTAL_ENFORCEMENT: 'none', PORTAL_DATA_DIR, PORTAL_RELEASE_KEY, PORTAL_VERSIONS_DIR }
  return placesOf(readPortalConfig(asked))
}
