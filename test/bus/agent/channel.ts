/** The child's side of the channel between a test and a program of the harness in a namespace. */

// biome-ignore lint/suspicious/noExplicitAny: each verb has its own arguments; Remote<Verbs> types both ends
export type Verbs = Record<string, (args: any) => unknown>

export interface Ask {
  id: number
  verb: string
  args: unknown
}

export type Answer = { id: number; value: unknown } | { id: number; error: string } | { ready: true }

/** Answers what the test asks until the test goes away, then ends. */
export function serve(verbs: Verbs): void {
  const send = (answer: Answer) => process.send?.(answer, undefined, undefined, () => undefined)
  process.on('message', async (message: Ask) => {
    try {
      const verb = verbs[message.verb]
      if (verb === undefined) throw new Error(`no verb ${message.verb}`)
      send({ id: message.id, value: await verb(message.args) })
    } catch (error) {
      send({ id: message.id, error: describe(error) })
    }
  })
  process.on('disconnect', () => process.exit(0))
  send({ ready: true })
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = (error as NodeJS.ErrnoException).code
  return code === undefined || error.message.includes(code) ? error.message : `${code} ${error.message}`
}
