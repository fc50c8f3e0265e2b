import type { UpgradeState } from '../../../contract/release.ts'
import type { About } from '../../../portal/check/about.ts'
import type { Looked } from '../../../portal/check/findings.ts'

/** A portal that is well. */
export const ABOUT: About = {
  ok: true,
  software: 'abordo 0.1.0',
  ridersConnected: 12,
  uplinkUp: true,
  clock: { source: 'gnss', uncertaintyMs: 1005 },
  atMs: null,
  storage: 'disk',
  position: null,
  policy: { running: 3, problem: null },
}
/** A gateway that is well. */
export const WELL: Looked = {
  portal: ABOUT,
  portalPort: 8081,
  lan: { name: 'wlan0', address: '10.55.0.1' },
  wan: { name: 'wwan0', exists: true, link: true, route: true },
  forwarding: true,
  enrolment: 'enrolled',
  fleet: { url: 'https://fleet.example', answer: 'ok', detail: '', aheadMs: 20 },
  database: { waiting: 1, octets: 120_000, rejected: [] },
  setAside: [],
  disk: { freeOctets: 5e9, totalOctets: 8e9 },
}

const PORTAL_UNIT = { name: 'abordo-portal.service', enabled: true, active: true }
const NETWORK = { name: 'wlan0', there: true, accessPoint: true, channel: 6, phones: 1 }
export const MODEM = {
  port: 'wwan0',
  state: 'connected',
  failure: null,
  operatorName: 'Telcel',
  signal: { qualityPercent: 71 },
}
const FLEET = { url: 'https://fleet.example', answer: 'ok', detail: '', aheadMs: 20 } as const
const upgraded = (state: UpgradeState, reason: string | null) => ({
  waiting: null,
  last: { version: '1.4.0', state, reason },
})

/** What can be wrong with a gateway, or right in a way of its own, one thing at a time. */
export const LOOKS: Partial<Looked>[] = [
  {},
  { portal: null },
  { portal: null, fleet: null },
  { portal: { ...ABOUT, ridersConnected: 1 } },
  { portal: { ...ABOUT, clock: null } },
  { portal: { ...ABOUT, storage: 'memory' } },
  { portal: { ...ABOUT, position: { heard: true, fix: true } } },
  { portal: { ...ABOUT, position: { heard: true, fix: false } } },
  { portal: { ...ABOUT, position: { heard: false, fix: false } } },
  { portal: { ...ABOUT, policy: { running: 3, problem: { version: 4, reason: 'failed without a reason' } } } },
  { lan: { name: 'wlan0', address: null } },
  { wan: { name: 'wwan0', exists: false, link: false, route: false } },
  { wan: { name: 'wwan0', exists: true, link: false, route: false } },
  { wan: { name: 'wwan0', exists: true, link: true, route: false } },
  { forwarding: false },
  { enrolment: 'not-enrolled' },
  { enrolment: 'damaged' },
  { fleet: { ...FLEET, url: 'http://fleet.example' } },
  { fleet: { ...FLEET, answer: 'silent', detail: 'The operation was aborted due to timeout', aheadMs: null } },
  { fleet: { ...FLEET, answer: 'not-a-fleet', aheadMs: null } },
  { fleet: { ...FLEET, answer: 'refused', code: 'wrong-credential', detail: 'Not known.', aheadMs: null } },
  { fleet: { ...FLEET, answer: 'refused', code: 'credential-revoked', detail: 'Revoked.', aheadMs: null } },
  { fleet: { ...FLEET, aheadMs: -20 * 365 * 86_400_000 } },
  { fleet: { ...FLEET, aheadMs: 120_000 }, portal: { ...ABOUT, clock: null } },
  { portal: null, fleet: FLEET },
  { disk: { freeOctets: 1e8, totalOctets: 8e9 } },
  { database: 'missing' },
  { database: 'damaged' },
  { database: 'unreadable' },
  { database: { waiting: 2000, octets: 240_000_000, rejected: [] } },
  { database: { waiting: 0, octets: 1, rejected: [{ reason: 'seq: 7', reports: 3 }] } },
  { setAside: ['gateway.db.damaged-1'] },
  { units: [PORTAL_UNIT] },
  { units: [{ ...PORTAL_UNIT, enabled: false, active: false }] },
  { closed: { table: true, atBoot: 'there' } },
  { closed: { table: false, atBoot: 'there' } },
  { closed: { table: true, atBoot: 'missing' } },
  { closed: { table: true, atBoot: 'other' } },
  { closed: { table: null, atBoot: 'there' } },
  { names: { answers: true } },
  { names: { answers: false } },
  { modems: { manager: 'missing', uplink: 'wwan0', modems: [] } },
  { modems: { manager: 'silent', uplink: 'wwan0', modems: [] } },
  { modems: { manager: 'there', uplink: 'wwan0', modems: [] } },
  ...[
    MODEM,
    { ...MODEM, state: 'failed', failure: 'sim-missing' },
    { ...MODEM, state: 'failed', failure: 'sim-error' },
    { ...MODEM, state: 'locked' },
    { ...MODEM, state: 'searching' },
  ].map((modem): Partial<Looked> => ({ modems: { manager: 'there', uplink: 'wwan0', modems: [modem] } })),
  { wifi: { iw: 'missing', networks: [], apart: null } },
  { wifi: { iw: 'silent', networks: [], apart: null } },
  { wifi: { iw: 'there', networks: [NETWORK, { ...NETWORK, name: 'wlan0-owe' }], apart: true } },
  { wifi: { iw: 'there', networks: [{ ...NETWORK, there: false }], apart: null } },
  { wifi: { iw: 'there', networks: [{ ...NETWORK, channel: null }], apart: null } },
  { wifi: { iw: 'there', networks: [NETWORK], apart: false } },
  { certificate: { from: 'fleet', daysLeft: 80, problem: '' } },
  { certificate: { from: 'fleet', daysLeft: 13, problem: '' } },
  { certificate: { from: 'own', daysLeft: -1, problem: '' } },
  { certificate: { from: 'own', daysLeft: null, problem: 'it holds no key' } },
  { upgrades: 'no-key' },
  { upgrades: 'damaged' },
  { upgrades: { waiting: '1.5.0', last: null } },
  { upgrades: { waiting: null, last: null } },
  { upgrades: upgraded('taken', null) },
  { upgrades: upgraded('proved', null) },
  { upgrades: upgraded('refused', null) },
  { upgrades: upgraded('rolled-back', 'its portal does not answer') },
]
