import { join } from 'node:path'
import type { z } from 'zod'
import { DEFAULT_POLICY, type Policy, policySchema } from '../../contract/policy.ts'
import { readKept, writeDurably } from '../durable-file.ts'

export interface PolicyStoreDeps {
  dataDir: string
  log: (message: string, error?: unknown) => void
}

export type PolicyStore = ReturnType<typeof createPolicyStore>

/** The policy that this gateway runs by, with the last good one on disk (policy.json) for the next start. */
export function createPolicyStore({ dataDir, log }: PolicyStoreDeps) {
  const file = join(dataDir, 'policy.json')
  let current = read() ?? DEFAULT_POLICY

  /** Null: there is none, or none that can be used, which is logged. */
  function read(): Policy | null {
    return readKept(
      file,
      (text) => check(policySchema, JSON.parse(text)),
      (error) => log('policy.json cannot be used; the policy stays as it was', error),
    )
  }

  return {
    current: () => current,
    /** What is on disk now, where somebody has changed it by hand. */
    read,
    /** Makes a policy the one in force and keeps it. A disk that is full costs the memory of it, not the policy. */
    keep(policy: Policy): void {
      current = policy
      try {
        writeDurably(file, `${JSON.stringify(policy, null, 2)}\n`)
      } catch (error) {
        log('the policy could not be kept for the next start', error)
      }
    },
  }
}

/** A policy as it came, checked. Throws with the first thing that is wrong with it, in one line. */
export function check<S extends z.ZodType<Policy>>(schema: S, policy: unknown): z.infer<S> {
  const parsed = schema.safeParse(policy)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`${issue?.path.join('.') || 'policy'}: ${issue?.message ?? 'not valid'}`)
}
