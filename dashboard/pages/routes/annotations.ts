import { hc } from 'hono/client'
import type { AnnotationsAnswer } from '../../../contract/annotations.ts'
import type { AnnotationApi } from '../../../fleet-api/routes/annotations.ts'
import type { Dashboard } from '../../models/dashboard.ts'

/** What was changed within [from, to), ms since 1970. Throws ApiError. */
export async function askAnnotations(
  { origin, call }: Dashboard,
  from: number,
  to: number,
): Promise<AnnotationsAnswer> {
  const api = hc<AnnotationApi>(origin, { fetch: call })
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const answer = await api.api.annotations.$get({ query })
  return (await answer.json()) as AnnotationsAnswer
}
