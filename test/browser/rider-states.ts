import { Buffer } from 'node:buffer'
import type { Page } from 'playwright-core'
import { PROBLEM_KINDS } from '../../contract/rider-problem.ts'
import { ANA, type TestGateway } from '../fakes/gateway.ts'

const LOGO = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" rx="8" fill="#c8102e"/></svg>',
).toString('base64')}`
const TERMS = `# Servicio\nEs gratis.\n\n# ${'Responsabilidades'.repeat(3)}\n\n${'w'.repeat(200)}\nFin.`
export const LARGEST_LOGO = `data:image/png;base64,${'A'.repeat(6000 - 22)}`

export function cutUplink({ uplink, clock }: TestGateway): void {
  const uptime = clock.uptime()
  uplink.state = { up: false, sinceUptimeMs: uptime - 180_000, roundTripMs: 40, expectedBackUptimeMs: uptime + 90_000 }
}
async function ride(gateway: TestGateway): Promise<void> {
  await gateway.policy.set({ quotaOctets: 500_000_000, extension: { seconds: 1800, times: 2 }, sessionsPerDay: 9 })
  gateway.ride.routeName = 'T2 Timoteo Lozano – Parque Juárez'
  gateway.ride.shareUrl = `https://wifi.example.mx/viaje/${'w'.repeat(160)}`
  gateway.ride.nextStops = ['Delta', 'Parque Juárez', 'San Juan Bosco']
  await gateway.accept(ANA)
}
/** Whoever accepts from now on is let in on other buses today. */
function remember({ ledger, clock }: TestGateway): void {
  const wallMs = clock.now()
  ledger.time.note({ source: 'ntp', wallMs, uptimeMs: clock.uptime(), uncertaintyMs: 20 })
  const [fromAt, toAt] = [wallMs - 3_600_000, wallMs + 36_000_000]
  ledger.roaming.hold({ date: '2026-11-24', fromAt, toAt, key: 'a key of a test' })
}
async function rideRemembered(gateway: TestGateway): Promise<void> {
  remember(gateway)
  await ride(gateway)
}
const endSession = (gateway: TestGateway) => gateway.as(ANA, '/session/end', { method: 'POST' })
export const brand = (gateway: TestGateway) =>
  gateway.policy.set({
    operatorName: 'Transportes Urbanos Integrados del Bajío',
    branding: { color: '#ffd100', logo: LOGO },
  })
/** All that can be mended was, at a place whose words are the longest. */
export const mend = (gateway: TestGateway) =>
  gateway.policy.set({ fixed: PROBLEM_KINDS.map((kind) => ({ kind, on: '2026-11-24', site: 'station' as const })) })
export const nothing = async () => undefined

/** A page as a rider may find it: how the gateway comes to be so, and what is done on the page. */
export interface State {
  name: string
  path?: string
  prepare?: (gateway: TestGateway) => unknown
  act?: (page: Page) => Promise<unknown>
}
export const OFFERS: State[] = [
  { name: 'welcome' },
  { name: 'welcome without internet', prepare: cutUplink },
  { name: 'welcome of an operator with a yellow colour and a logo', prepare: brand },
  {
    name: 'welcome of that operator without internet',
    prepare: async (gateway) => {
      await brand(gateway)
      cutUplink(gateway)
    },
  },
  {
    name: 'welcome of that operator where all was mended',
    prepare: async (gateway) => {
      await brand(gateway)
      await mend(gateway)
    },
  },
  {
    name: 'ended',
    prepare: async (gateway) => {
      await ride(gateway)
      await endSession(gateway)
    },
  },
]
export const STATES: State[] = [
  ...OFFERS,
  {
    name: 'cool-down',
    prepare: async (gateway) => {
      await gateway.policy.set({ coolDownSeconds: 900 })
      await gateway.accept(ANA)
      gateway.clock.pass(3600)
      await gateway.sessions.expire()
    },
  },
  {
    name: 'used up',
    prepare: async (gateway) => {
      await gateway.policy.set({ sessionsPerDay: 1 })
      await gateway.accept(ANA)
      await endSession(gateway)
    },
  },
  { name: 'status', prepare: ride },
  {
    name: 'status where all was mended',
    prepare: async (gateway) => {
      await mend(gateway)
      await ride(gateway)
    },
  },
  {
    name: 'status without internet, of an operator with a colour',
    prepare: async (gateway) => {
      await brand(gateway)
      await ride(gateway)
      cutUplink(gateway)
    },
  },
  { name: 'my data', path: '/my-data', prepare: ride },
  { name: 'status of one who is remembered today', prepare: rideRemembered },
  { name: 'my data of one who is remembered today', path: '/my-data', prepare: rideRemembered },
  {
    name: 'my data of one who asked to be forgotten',
    path: '/my-data',
    prepare: async (gateway) => {
      await rideRemembered(gateway)
      await gateway.as(ANA, '/my-data/forget', { method: 'POST' })
    },
  },
  { name: 'my data, none', path: '/my-data' },
  { name: 'problem', path: '/problem' },
  {
    name: 'problem, of no kind',
    path: '/problem',
    act: async (page) => {
      await page.evaluate(() => document.forms[0]?.setAttribute('novalidate', ''))
      await page.click('main button')
      await page.waitForSelector('[role=alert]')
    },
  },
  {
    name: 'problem, sent',
    path: '/problem',
    act: async (page) => {
      await page.check('input[value=slow]')
      await page.click('main button')
      await page.waitForSelector('.ticket')
    },
  },
  { name: 'terms', path: '/terms' },
  {
    name: 'terms that the operator wrote',
    path: '/terms',
    prepare: (gateway) => gateway.policy.set({ termsVersion: '2027-01', termsText: { es: TERMS, en: TERMS } }),
  },
  { name: 'privacy', path: '/privacy' },
  { name: 'error', path: '/nowhere' },
]
