import type { UntimedReport } from '../../portal/outbox/timed.ts'
import type { RidersPlan } from './plan.ts'

/** A simulated gateway's boot, as its process is told of it. */
export interface BootOrder {
  id: string
  dataDir: string
  fleetUrl: string
  kernelBootId: string
  /** True time at which the kernel's clock was 0, ms since 1970. */
  kernelStartedAtMs: number
  skewMs: number
  outboxOctets: number
}

export interface MinuteOrder {
  id: string
  riders: RidersPlan
  /** A source of time speaks this minute. */
  timeFrom: 'gnss' | 'ntp' | null
}

/** What the proof tells the process of the gateways. */
export type ToGateways =
  | { kind: 'boot'; order: number; nowMs: number; boot: BootOrder }
  | { kind: 'minute'; order: number; nowMs: number; gateways: MinuteOrder[] }
  | { kind: 'kernel-answer'; call: number; value: unknown }

/** What that process says. `accepted`: a rider's session is durable and let through. `durable`: a report is committed. */
export type FromGateways =
  | { kind: 'ready' }
  | { kind: 'done'; order: number; waiting: number }
  | { kind: 'kernel'; call: number; id: string; method: 'grant' | 'revoke' | 'forget' | 'read'; argument: unknown }
  | { kind: 'accepted'; id: string; bootId: string }
  | { kind: 'durable'; id: string; report: UntimedReport }

export type ToFleet = { kind: 'time'; order: number; nowMs: number }
export type FromFleet = { kind: 'listening'; port: number } | { kind: 'done'; order: number }

/** Parts of Abordo's promise that can be switched off, to show that the proof notices. */
export const SWITCHES = ['unique-key', 'commit-before-answer', 'verdict-before-delete'] as const
export type Switch = (typeof SWITCHES)[number]
