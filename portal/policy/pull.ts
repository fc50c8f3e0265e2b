import { type Policy, policyAnswerSchema } from '../../contract/policy.ts'
import { askFleet, type FleetAddress } from '../fleet-ask.ts'
import { check } from './store.ts'

/** Asks the fleet for its policy. Null: it is the one of `version`, which the gateway has. Throws where there is no usable answer. */
export async function pullPolicy(fleet: FleetAddress, version: number): Promise<Policy | null> {
  const { status, text } = await askFleet(fleet, '/v1/policy', {
    what: 'its policy',
    held: version,
    // Five thousand names that are blocked have well over a million.
    mostOctets: 4_000_000,
    timeoutMs: 20_000,
  })
  if (status === 304) return null
  const { protocol: _, ...policy } = check(policyAnswerSchema, JSON.parse(text))
  return policy
}
