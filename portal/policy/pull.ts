import { type Policy, policyAnswerSchema } from '../../contract/policy.ts'
import { check } from './store.ts'

/** Asks the fleet for its policy. Null: it is the one of `version`, which the gateway has. Throws where there is no usable answer. */
export async function pullPolicy(
  from: { fleetUrl: string; credential: string },
  version: number,
  timeoutMs = 20_000,
): Promise<Policy | null> {
  const answer = await fetch(`${from.fleetUrl}/v1/policy`, {
    headers: { Authorization: `Bearer ${from.credential}`, 'If-None-Match': `"${version}"` },
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
  })
  if (answer.status === 304) return null
  if (!answer.ok) throw new Error(`the fleet answered ${answer.status} when asked for its policy`)
  const { protocol: _, ...policy } = check(policyAnswerSchema, await answer.json())
  return policy
}
