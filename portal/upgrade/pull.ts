import {
  type Architecture,
  type ReleaseAnswer,
  releaseAnswerSchema,
  type UpgradeOutcome,
} from '../../contract/release.ts'
import type { FleetAddress } from '../devices/exchange.ts'
import { textAtMost } from '../fetch-text.ts'

const TIMEOUT_MS = 30_000
/** A manifest, its signature and fourteen windows. */
const MOST_OCTETS = 64_000

function ask({ fleetUrl, credential, ...how }: FleetAddress, path: string, init: RequestInit = {}): Promise<Response> {
  return (how.fetch ?? fetch)(`${fleetUrl}${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${credential}`, ...init.headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  })
}

/** Asks the fleet for the release that is there for this gateway; null: none. Throws where there is no usable answer. */
export async function pullRelease(
  fleet: FleetAddress,
  asked: { architecture: Architecture; running: string },
): Promise<ReleaseAnswer | null> {
  const answer = await ask(fleet, `/v1/release?${new URLSearchParams(asked)}`)
  if (answer.status === 204) return null
  if (!answer.ok) throw new Error(`the fleet answered ${answer.status} when asked for a release`)
  return releaseAnswerSchema.parse(JSON.parse(await textAtMost(answer, MOST_OCTETS)))
}

/** A piece of a release's file, at most `octets` long. Throws where the fleet gives anything but octets of just that place. */
export async function pullPiece(
  fleet: FleetAddress,
  file: { version: string; architecture: Architecture; octets: number },
  from: number,
  octets: number,
): Promise<Buffer> {
  const to = Math.min(from + octets, file.octets) - 1
  const answer = await ask(fleet, `/v1/releases/${file.version}/${file.architecture}`, {
    headers: { Range: `bytes=${from}-${to}`, 'Accept-Encoding': 'identity' },
  })
  if (answer.status !== 206) throw new Error(`the fleet answered ${answer.status} when asked for a piece of a release`)
  const place = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')
  if (Number(place?.[1]) !== from || Number(place?.[2]) !== to || Number(place?.[3]) !== file.octets)
    throw new Error('the fleet gave another piece of the release than it was asked for')
  const piece = Buffer.from(await answer.arrayBuffer())
  if (piece.length !== to - from + 1) throw new Error('a piece of the release was cut on its way')
  return piece
}

/** Tells the fleet what became of a release here. Throws unless the fleet has kept it. */
export async function tellOutcome(fleet: FleetAddress, { version, state, reason, at }: UpgradeOutcome): Promise<void> {
  const answer = await ask(fleet, '/v1/upgrades', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ version, state, reason, at } satisfies UpgradeOutcome),
  })
  if (!answer.ok) throw new Error(`the fleet answered ${answer.status} when told of an upgrade`)
}
