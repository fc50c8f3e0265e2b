import { Hono } from 'hono'
import { z } from 'zod'
import { PROBLEM_KINDS, PROBLEM_TEXT_LENGTH } from '../../contract/rider-problem.ts'
import { requireClient } from '../clients/client.ts'
import { problemPage, problemSentPage } from '../pages/problem.ts'
import { type PortalDeps, pageContext } from './context.ts'
import { formFields, ownForm } from './form.ts'

const kindSchema = z.enum(PROBLEM_KINDS)
/** 280 characters, each as long as percent-encoding makes them, and the form's other fields. */
const FORM_OCTETS = 8192

/** Riders' fault reports: with a session or without, with internet or without. */
export function problemRoutes(deps: PortalDeps): Hono {
  const app = new Hono()
  app.get('/problem', (c) => c.html(problemPage(pageContext(c, deps))))

  app.post('/problem', ...ownForm(FORM_OCTETS), async (c) => {
    const client = requireClient(deps.clients, deps.remoteAddress(c))
    const fields = await formFields(c)
    const kind = kindSchema.safeParse(fields.get('kind'))
    // A browser sends each line's end as two characters and counts one.
    const text = (fields.get('text') ?? '').replace(/\r\n/g, '\n')
    const fault = !kind.success ? 'kindMissing' : text.length > PROBLEM_TEXT_LENGTH ? 'tooLong' : null
    if (!kind.success || fault)
      return c.html(problemPage(pageContext(c, deps), { kind: kind.data ?? '', text, fault }), 400)
    const ticket = deps.problems.add(client, { kind: kind.data, text })
    return c.html(problemSentPage(pageContext(c, deps), ticket))
  })
  return app
}
