import {
  type Architecture,
  type ReleaseAnswer,
  releaseAnswerSchema,
  type UpgradeOutcome,
} from '../../contract/release.ts'
import { octetsAtMost } from '../fetch-text.ts'
import { askFleet, type FleetAddress, readAs, sendToFleet } from '../fleet-ask.ts'

const TIMEOUT_MS = 30_000

/** Asks the fleet for the release that is there for this gateway; null: none. Throws where there is no usable answer. */
export async function pullRelease(
  fleet: FleetAddress,
  asked: { architecture: Architecture; running: string },
): Promise<ReleaseAnswer | null> {
  const { status, text } = await askFleet(fleet, `/v1/release?${new URLSearchParams(asked)}`, {
    what: 'a release',
    // A manifest, its signature and fourteen windows.
    mostOctets: 64_000,
    timeoutMs: TIMEOUT_MS,
  })
  return status === 204 ? null : readAs(releaseAnswerSchema, 'release', text)
}

/** A piece of a release's file, at most `octets` long. Throws where the fleet gives anything but octets of just that place. */
export async function pullPiece(
  fleet: FleetAddress,
  file: { version: string; architecture: Architecture; octets: number },
  from: number,
  octets: number,
): Promise<Buffer> {
  const to = Math.min(from + octets, file.octets) - 1
  const answer = await sendToFleet(fleet, `/v1/releases/${file.version}/${file.architecture}`, TIMEOUT_MS, {
    headers: { Range: `bytes=${from}-${to}`, 'Accept-Encoding': 'identity' },
  })
  if (answer.status !== 206) throw new Error(`the fleet answered ${answer.status} when asked for a piece of a release`)
  const place = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')
  if (Number(place?.[1]) !== from || Number(place?.[2]) !== to || Number(place?.[3]) !== file.octets)
    throw new Error('the fleet gave another piece of the release than it was asked for')
  const asked = to - from + 1
  const piece = await octetsAtMost(answer, asked)
  if (piece.length !== asked) throw new Error('a piece of the release was cut on its way')
  return piece
}

/** Tells the fleet what became of a release here. Throws unless the fleet has kept it. */
export async function tellOutcome(fleet: FleetAddress, { version, state, reason, at }: UpgradeOutcome): Promise<void> {
  const answer = await sendToFleet(fleet, '/v1/upgrades', TIMEOUT_MS, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ version, state, reason, at } satisfies UpgradeOutcome),
  })
  if (!answer.ok) throw new Error(`the fleet answered ${answer.status} when told of an upgrade`)
}
