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
