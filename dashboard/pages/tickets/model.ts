import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { TicketAnswer } from '../../../contract/rider-problem.ts'
import type { Ticket, TicketsAnswer } from '../../../contract/tickets.ts'
import type { TicketApi } from '../../../fleet-api/routes/tickets.ts'
import { ApiError } from '../../api.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import { createLoaded } from '../../models/loaded.ts'

const PAGE = '50'
const SHORTEST_MS = 10_000

export interface TicketsModel {
  isOpen: Signal<boolean>
  /** A ticket's four letters or digits, as they are typed. */
  code: Signal<string>
  /** null until the first answer. */
  tickets: ReadonlySignal<Ticket[] | null>
  open: ReadonlySignal<number | null>
  hasMore: ReadonlySignal<boolean>
  problem: ReadonlySignal<ApiError | null>
  refusal: ReadonlySignal<ApiError | null>
  /** What was done last, to be said. */
  done: ReadonlySignal<TicketAnswer | 'reopened' | null>
  load(): Promise<boolean>
  more(): void
  answer(ticket: Ticket, answer: TicketAnswer, others: boolean): Promise<void>
  reopen(ticket: Ticket): Promise<void>
  start(): () => void
}

/** Riders' reports, of one gateway or of all. */
export function createTickets({ call, origin, onLive, timers }: Dashboard, gateway?: string): TicketsModel {
  const api = hc<TicketApi>(origin, { fetch: call }).api.tickets
  const loaded = createLoaded<TicketsAnswer>()
  const earlier = signal<Ticket[]>([])
  const isOpen = signal(true)
  const code = signal('')
  const refusal = signal<ApiError | null>(null)
  const done = signal<TicketAnswer | 'reopened' | null>(null)
  const wanted = computed(() => (code.value.trim().length === 4 ? code.value.trim() : null))
  let askedAt = 0

  const load = (before?: string) => {
    askedAt = timers.now()
    return loaded.run(async (aborted) => {
      const query = {
        open: isOpen.peek() ? ('1' as const) : ('0' as const),
        limit: PAGE,
        ...(wanted.peek() && { ticket: wanted.peek() ?? '' }),
        ...(before !== undefined && { before }),
        ...(gateway !== undefined && { gateway }),
      }
      return (await (await api.$get({ query }, { init: { signal: aborted } })).json()) as TicketsAnswer
    })
  }
  const fresh = () => {
    earlier.value = []
    return load()
  }
  async function change(what: TicketAnswer | 'reopened', send: () => Promise<unknown>): Promise<void> {
    try {
      await send()
      refusal.value = null
      done.value = what
      await fresh()
    } catch (error) {
      refusal.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
    }
  }
  return {
    isOpen,
    code,
    tickets: computed(() => loaded.data.value && [...earlier.value, ...loaded.data.value.tickets]),
    open: computed(() => loaded.data.value?.open ?? null),
    hasMore: computed(() => loaded.data.value?.next != null),
    problem: loaded.problem,
    refusal,
    done,
    load: fresh,
    more: () => {
      const next = loaded.data.value?.next
      if (next == null) return
      earlier.value = [...earlier.value, ...(loaded.data.value?.tickets ?? [])]
      void load(next)
    },
    answer: ({ id }, answer, others) =>
      change(answer, () => api[':id'].answer.$post({ param: { id }, json: { answer, others } })),
    reopen: ({ id }) => change('reopened', () => api[':id'].reopen.$post({ param: { id } })),
    start: () => {
      const ends = [
        effect(() => {
          isOpen.value
          wanted.value
          void fresh()
        }),
        onLive(() => {
          // Who has turned pages is not thrown back to the first one.
          if (timers.now() - askedAt >= SHORTEST_MS && earlier.peek().length === 0) void load()
        }),
      ]
      return () => {
        for (const end of ends) end()
        loaded.cancel()
      }
    },
  }
}
