import type { UntimedReport } from '../../portal/outbox/timed.ts'

/** Octets both ways, as the kernel counts them. */
export interface Octets {
  input: number
  output: number
}

/** What of the gateway's data folder is no database. */
export const KEPT_FILES = ['policy', 'enrolment'] as const
export type KeptFile = (typeof KEPT_FILES)[number]

/**
 * What the storm says while it lives, each with one write(2), so that it stands among the calls to the file system in their order.
 * Some words are promises (it is durable now), the others say what is about to be tried: between the two lies what a power cut may
 * leave either way.
 */
export type Word =
  | { says: 'part'; part: Part }
  | { says: 'booted'; bootId: string }
  /** A rider is about to be let in; then: the start of the session was promised. */
  | { says: 'accepts'; bootId: string }
  | { says: 'online'; bootId: string }
  /** A rider is about to leave; then: the end was promised. */
  | { says: 'ends'; bootId: string }
  | { says: 'ended'; bootId: string }
  /** Octets of this boot that the kernel let through so far: the most that any report may say. */
  | { says: 'carried'; bootId: string; octets: Octets }
  /** Octets of this boot that are durable, because a report or the end of their session is. */
  | { says: 'durable'; bootId: string; octets: Octets }
  | { says: 'report'; report: UntimedReport }
  /** A rider was given the ticket of a fault report. */
  | { says: 'ticket'; ticket: string }
  /** The fleet has committed these; its answer is not on its way yet. */
  | { says: 'held'; reports: UntimedReport[] }
  /** The gateway has taken the fleet's word for these: they do not wait any more. */
  | { says: 'settled'; keys: string[] }
  | { says: 'keeps'; file: KeptFile; version: number }
  | { says: 'kept'; file: KeptFile; version: number }
  /** How many rows the outbox had before and after room was made. */
  | { says: 'room'; before: number; after: number }

/** The parts of the storm, in their order. */
export const PARTS = [
  'the first start',
  'the boarding',
  'the ride',
  'the merging',
  'the sending',
  'the restart',
  'the next boot',
  'the stop',
] as const
export type Part = (typeof PARTS)[number]

/** A report's identity. */
export const keyOf = ({ bootId, seq }: { bootId: string; seq: number }) => `${bootId} ${seq}`

/** How the storm is to be lived through. */
export interface StormOrder {
  folder: string
  /** `whole`; `boarding`: its first two parts; `after a cut`: a boot that finds what a power cut has left. */
  life: 'whole' | 'boarding' | 'after a cut'
  /** A gateway as it must not be: SQLite does not wait for the disk. */
  synchronous?: 'OFF' | 'NORMAL'
  /** A gateway as it must not be: riders are told that they are online before it is durable. */
  early?: boolean
}
