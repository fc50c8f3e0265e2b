import { useSignal } from '@preact/signals'
import type { TicketAnswer } from '../../../contract/rider-problem.ts'
import type { Ticket } from '../../../contract/tickets.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { RouteBadge } from '../../components/route-badge.tsx'
import type { TicketsModel } from './model.ts'
import { words } from './words.ts'

const ANSWERS: readonly TicketAnswer[] = ['fixed', 'not-found', 'duplicate']

/** A rider's report. `model` null: who looks may not answer. */
export function TicketCard({ ticket, model }: { ticket: Ticket; model: TicketsModel | null }) {
  const { city, clock, format } = useDashboard()
  const text = useWords(words)
  const { gateway, answered } = ticket
  const route = ticket.routeId === null ? undefined : city.byKey.value.get(ticket.routeId)
  const reportedAt = Date.parse(ticket.reportedAt)
  const whole = format.value.whole
  return (
    <li class="ticket" data-ticket={ticket.ticket} data-answered={answered?.answer ?? ''}>
      <div class="ticket-what">
        <h3>{text.kinds[ticket.kind]}</h3>
        <p class={ticket.text ? 'ticket-text' : 'muted'}>{ticket.text || text.noText}</p>
        <p class="ticket-line">
          <a href={`/gateways/${encodeURIComponent(gateway.id)}`} data-page>
            {gateway.label ?? gateway.id}
          </a>
          {route && <RouteBadge route={route} />}
          <time dateTime={ticket.reportedAt} title={format.value.dayAndTime(reportedAt)}>
            {format.value.ago(clock.now.value - reportedAt)}
          </time>
          <span>
            {text.code} <b>{ticket.ticket}</b>
          </span>
          {answered === null && ticket.others > 0 && <span>{text.others(ticket.others, whole(ticket.others))}</span>}
        </p>
        {answered && (
          <p class="ticket-answer">
            {text.answeredBy(
              text[answered.answer],
              answered.by ?? text.somebody,
              format.value.dayAndTime(Date.parse(answered.at)),
            )}
            {answered.note && ` · ${answered.note}`}
          </p>
        )}
      </div>
      {model && (answered ? <Reopen ticket={ticket} model={model} /> : <Answers ticket={ticket} model={model} />)}
    </li>
  )
}

interface ActionProps {
  ticket: Ticket
  model: TicketsModel
}

/** One click answers. */
function Answers({ ticket, model }: ActionProps) {
  const { format } = useDashboard()
  const text = useWords(words)
  const others = useSignal(true)
  const alike = ticket.othersOfKind
  return (
    <div class="ticket-answers">
      {ANSWERS.map((answer) => (
        <button
          key={answer}
          type="button"
          class={answer === 'fixed' ? 'button button-main' : 'button'}
          onClick={() => void model.answer(ticket, answer, alike > 0 && others.value)}
          data-answer={answer}
        >
          {answer === 'fixed' && <Icon name="check" />} {text[answer]}
        </button>
      ))}
      {alike > 0 && (
        <label class="ticket-others">
          <input
            type="checkbox"
            checked={others.value}
            onChange={(event) => {
              others.value = event.currentTarget.checked
            }}
          />
          {text.also(alike, format.value.whole(alike))}
        </label>
      )}
    </div>
  )
}

function Reopen({ ticket, model }: ActionProps) {
  const text = useWords(words)
  return (
    <div class="ticket-answers">
      <button type="button" class="button" onClick={() => void model.reopen(ticket)} data-reopen>
        <Icon name="retry" /> {text.reopen}
      </button>
    </div>
  )
}
