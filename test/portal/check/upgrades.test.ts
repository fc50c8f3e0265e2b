import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lookAtUpgrades, upgrades } from '../../../portal/check/upgrades.ts'
import { en } from '../../../portal/check/words/en.ts'
import { readPortalConfig } from '../../../portal/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'abordo-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

const outcome = (version: string, state: string, reason: string | null) => ({
  id: 1,
  at: '2026-11-26T08:00:00Z',
  version,
  state,
  reason,
})
const WAITING = { version: '1.5.0', sequence: 7, windows: [], takenAtMs: null, attempts: 0, quiet: null }

/** What is said where root has noted this. */
function said(record: string) {
  writeFileSync(join(folder, 'state.json'), record)
  writeFileSync(join(folder, 'release.pub'), '')
  const env = { PORTAL_RELEASE_KEY: join(folder, 'release.pub'), PORTAL_VERSIONS_DIR: folder }
  return upgrades(lookAtUpgrades(readPortalConfig({ PORTAL_ENFORCEMENT: 'none', ...env })), en)
}

describe('what abordo check says of new versions', () => {
  it.each([
    ['{}', 'none has come yet'],
    [JSON.stringify({ waiting: WAITING }), '1.5.0 is here and waits for the end of service'],
    [JSON.stringify({ outcomes: [outcome('1.4.0', 'proved', null)] }), '1.4.0 was taken and proved'],
    [
      JSON.stringify({ outcomes: [outcome('1.4.0', 'rolled-back', 'its portal does not answer')] }),
      '1.4.0 was gone back from: its portal does not answer',
    ],
    [
      JSON.stringify({ outcomes: [outcome('1.4.0', 'refused', 'another key has signed it')] }),
      '1.4.0 was refused: another key has signed it',
    ],
  ])('is true to what root has noted: %s', (record, text) => {
    expect(said(record)).toEqual({ about: 'new versions', said: text, todo: null })
  })

  it('is what to do where the record is damaged', () => {
    expect(said('{')?.todo).toBe('install the package again; no version is lost')
  })

  it('is nothing where the gateway was not installed from a package', () => {
    const env = { PORTAL_ENFORCEMENT: 'none', PORTAL_RELEASE_KEY: join(folder, 'none.pub') }
    expect(upgrades(lookAtUpgrades(readPortalConfig(env)), en)).toBeNull()
  })
})
