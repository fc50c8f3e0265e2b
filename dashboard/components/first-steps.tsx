import { useSignal } from '@preact/signals'
import type { Gateway } from '../../contract/api.ts'
import type { RouteView } from '../models/city.ts'
import { AddGateway } from './add-gateway.tsx'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

export type FirstStep = 'feed' | 'gateway' | 'enrol'

/** The first step not yet done; null where reports come in, or while it is not known. */
export function firstStepOf(routes: readonly RouteView[], gateways: readonly Gateway[] | null): FirstStep | null {
  if (gateways === null) return null
  if (gateways.some((gateway) => gateway.state !== 'never-seen')) return null
  if (!routes.some((route) => route.routeId !== null)) return 'feed'
  return gateways.length === 0 ? 'gateway' : 'enrol'
}

/** What to do when there is nothing to show: three commands, ready to copy, ticked off as they are done. */
export function FirstSteps({ step }: { step: FirstStep }) {
  const { city, origin } = useDashboard()
  const text = useText()
  const route = city.routes.value.find((r) => r.routeId !== null)?.routeId ?? 'ID'
  const steps: { id: FirstStep; title: string; note: string; command: string }[] = [
    { id: 'feed', title: text.empty.feedTitle, note: text.empty.feedText, command: 'abordo gtfs import FEED.zip' },
    {
      id: 'gateway',
      title: text.empty.gatewayTitle,
      note: text.empty.gatewayText,
      command: `abordo gateway add bus-1 --site vehicle --route ${route}`,
    },
    {
      id: 'enrol',
      title: text.empty.enrolTitle,
      note: text.empty.enrolText,
      command: `abordo gateway enrol --fleet ${origin} --code CODE`,
    },
  ]
  const at = steps.findIndex(({ id }) => id === step)
  return (
    <section class="panel first-steps" data-empty={step}>
      <h2>{text.empty.title}</h2>
      <p class="muted">{text.empty.intro}</p>
      <ol>
        {steps.map(({ id, title, note, command }, i) => (
          <li key={id} class={i < at ? 'done' : i === at ? 'current' : ''} aria-current={i === at ? 'step' : undefined}>
            <span class="stop" aria-hidden="true">
              {i < at ? <Icon name="check" /> : i + 1}
            </span>
            <div>
              <h3>
                {title}
                {i < at && <span class="done-word">{text.empty.done}</span>}
              </h3>
              <p class="muted">{note}</p>
              {i >= at && <Command command={command} />}
              {i === at && id === 'feed' && (
                <p class="first-steps-more">
                  <a href="/settings/feeds" data-page>
                    {text.empty.feedLink}
                  </a>
                </p>
              )}
              {i === at && id === 'gateway' && (
                <div class="first-steps-more">
                  <AddGateway />
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Command({ command }: { command: string }) {
  const text = useText()
  const copied = useSignal(false)
  const copy = () => {
    // Where the browser refuses (no HTTPS), the command is still there to select.
    void navigator.clipboard?.writeText(command).then(
      () => {
        copied.value = true
      },
      () => undefined,
    )
  }
  return (
    <div class="command">
      <code>
        {command.split(' ').map((word, i) => (
          <span key={word}>
            {i > 0 && ' '}
            <span class="word">{word}</span>
          </span>
        ))}
      </code>
      {/* The clipboard needs a secure context; without one there is no button that would do nothing. */}
      {'clipboard' in navigator && (
        <button type="button" class="button button-plain" onClick={copy}>
          <Icon name={copied.value ? 'check' : 'copy'} /> {copied.value ? text.empty.copied : text.empty.copy}
        </button>
      )}
    </div>
  )
}
