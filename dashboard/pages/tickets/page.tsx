import './tickets.css'
import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import { Segments } from '../../components/segments.tsx'
import { createTickets } from './model.ts'
import { TicketCard } from './ticket-card.tsx'
import { words } from './words.ts'

/** What riders report, and its answers. */
export default function TicketsPage() {
  const dashboard = useDashboard()
  const { format, session } = dashboard
  const text = useWords(words)
  const model = useMemo(() => createTickets(dashboard), [dashboard])
  useEffect(() => model.start(), [model])
  const tickets = model.tickets.value
  const open = model.open.value
  const state = session.state.value
  const mayAnswer = state.kind === 'signed-in' && state.me.role !== 'official'
  return (
    <section class="panel" aria-labelledby="tickets-title" aria-busy={tickets === null && !model.problem.value}>
      <div class="panel-head">
        <h2 id="tickets-title">
          {text.title}
          <span class="panel-sub">{text.subtitle}</span>
        </h2>
        <Segments
          name="which-tickets"
          label={text.which}
          value={model.isOpen.value ? 'open' : 'answered'}
          options={[
            { value: 'open', label: open === null ? text.openPlain : text.open(format.value.whole(open)) },
            { value: 'answered', label: text.answered },
          ]}
          onChoose={(which) => {
            model.isOpen.value = which === 'open'
          }}
        />
        <label class="search">
          <Icon name="search" />
          <span class="hidden">{text.search}</span>
          <input
            type="search"
            class="field"
            maxLength={8}
            placeholder={text.search}
            value={model.code.value}
            onInput={(event) => {
              model.code.value = event.currentTarget.value
            }}
            data-ticket-search
          />
        </label>
      </div>
      <output class="tickets-said">
        {model.done.value === 'fixed' ? text.saidFixed : model.done.value !== null && text.said}
      </output>
      {model.refusal.value && (
        <ProblemNote title={text.actFailed} problem={model.refusal.value} retry={() => void model.load()} />
      )}
      {model.problem.value && (
        <ProblemNote title={text.loadFailed} problem={model.problem.value} retry={() => void model.load()} />
      )}
      {tickets === null && !model.problem.value && <span class="bone bone-list" />}
      {tickets?.length === 0 && (
        <div class="nothing" data-no-tickets>
          {model.code.value.trim().length === 4 ? (
            <p>{text.noMatch}</p>
          ) : model.isOpen.value ? (
            <>
              <strong>{text.none}</strong>
              <p>{text.noneHint}</p>
            </>
          ) : (
            <p>{text.noneAnswered}</p>
          )}
        </div>
      )}
      <ul class="ticket-list">
        {tickets?.map((ticket) => (
          <TicketCard key={ticket.id} ticket={ticket} model={mayAnswer ? model : null} />
        ))}
      </ul>
      {model.hasMore.value && (
        <button type="button" class="button show-all" onClick={model.more}>
          {text.older}
        </button>
      )}
    </section>
  )
}
