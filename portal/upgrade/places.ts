import { join } from 'node:path'

/** Where a gateway has its programs, as its package puts them. */
export interface UpgradePlaces {
  /** The package's own program: what runs where nothing newer is there. */
  program: string
  /** The public key that releases are signed with, PEM. */
  releaseKey: string
  /** Root's: one folder for each version, `current`, state.json, trial.json. */
  versions: string
  /** The portal's: what it has fetched for root to look at. */
  inbox: string
}

export const PACKAGE_PROGRAM = '/usr/lib/abordo/program'

/** What the portal lays in its folder for root. */
export const READY_FILE = 'ready.json'
export const ARCHIVE_FILE = 'release.tar.gz'

export const inboxOf = (dataDir: string): string => join(dataDir, 'upgrade')
export const stateFileOf = (versions: string): string => join(versions, 'state.json')
export const trialFileOf = (versions: string): string => join(versions, 'trial.json')

/** The address of the client that tries a version out: the IPv4 dummy address of RFC 7600, which no network gives to a phone. */
export const TRIAL_ADDRESS = '192.0.0.8'
