import '../tickets/tickets.css'
import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { createTickets } from '../tickets/model.ts'
import { TicketCard } from '../tickets/ticket-card.tsx'
import { words as ticketWords } from '../tickets/words.ts'
import { words } from './words.ts'

/** What riders of this gateway report and nobody has answered yet. */
export function TicketsOfGateway({ id }: { id: string }) {
  const dashboard = useDashboard()
  const { session } = dashboard
  const all = useWords(words)
  const said = useWords(ticketWords)
  const model = useMemo(() => createTickets(dashboard, id), [dashboard, id])
  useEffect(() => model.start(), [model])
  const tickets = model.tickets.value
  const problem = model.problem.value
  const who = session.state.value
  const mayAnswer = who.kind === 'signed-in' && who.me.role !== 'official'
  return (
    <section class="panel" aria-labelledby="gateway-tickets">
      <div class="panel-head">
        <h2 id="gateway-tickets">{all.tickets.title}</h2>
      </div>
      <output class="tickets-said">
        {model.done.value === 'fixed' ? said.saidFixed : model.done.value && said.said}
      </output>
      {problem && <ProblemNote title={all.partFailed} problem={problem} retry={() => void model.load()} />}
      {model.refusal.value && (
        <ProblemNote title={said.actFailed} problem={model.refusal.value} retry={() => void model.load()} />
      )}
      {tickets === null && !problem && <span class="bone bone-row" />}
      {tickets?.length === 0 && <p class="muted">{all.tickets.none}</p>}
      {tickets !== null && tickets.length > 0 && (
        <ul>
          {tickets.map((ticket) => (
            <TicketCard key={ticket.id} ticket={ticket} model={mayAnswer ? model : null} />
          ))}
        </ul>
      )}
    </section>
  )
}
