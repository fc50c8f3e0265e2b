import type { z } from 'zod'
import { DEFAULT_POLICY } from '../contract/policy.ts'
import { AbordoError } from '../contract/problem.ts'
import type { newTermsSchema, Terms, termsAnswerSchema } from '../contract/terms.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { ANYWHERE, wantedPolicy } from './policies.ts'
import { recorded } from './queries/audit-log.ts'
import { asksForTerms } from './queries/policies.ts'
import { insertTerms, listTerms, type TermsRow } from './queries/terms.ts'

/** The operator's terms, and which version the fleet asks for. `now`: ms since 1970. */
export async function allTerms(db: FleetDatabase, now: number): Promise<z.infer<typeof termsAnswerSchema>> {
  const { policy } = await wantedPolicy(db, ANYWHERE, now)
  return { inForce: policy.termsVersion, versions: (await listTerms(db)).map(described) }
}

/**
 * Adds a version, which is in force once the policy's termsVersion names it. Throws AbordoError (bad-request): there is one of this
 * name already, or riders have accepted the gateways' own terms under it.
 */
export async function addTerms(db: FleetDatabase, terms: z.output<typeof newTermsSchema>, by: By): Promise<Terms> {
  const { version, es, en } = terms
  const row = { version, es, en, madeAt: by.now }
  await recorded(db, by, async (tx) => {
    if (version === DEFAULT_POLICY.termsVersion || (await asksForTerms(tx, version)))
      throw new AbordoError(
        'bad-request',
        `version: riders accept other words under ${version} already: give the new terms another version.`,
      )
    if (!(await insertTerms(tx, row)))
      throw new AbordoError(
        'bad-request',
        `version: there is a version ${version} already: give this one another name.`,
      )
    const details = { es: es.length, en: en.length }
    return { result: undefined, deed: { action: 'terms add', target: { kind: 'terms', id: version }, details } }
  })
  return described(row)
}

function described({ version, es, en, madeAt }: TermsRow): Terms {
  return { version, es, en, madeAt: new Date(madeAt).toISOString() }
}
