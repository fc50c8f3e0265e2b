import { useSignal } from '@preact/signals'
import { hc } from 'hono/client'
import { useMemo } from 'preact/hooks'
import type { GatewayApi } from '../../../fleet-api/routes/gateways.ts'
import { said } from '../../api.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { createActing } from './acting.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { ActionProps } from './actions.tsx'
import { QrCode } from './qr-code.tsx'
import { words } from './words.ts'

/** A new enrolment code, shown once: the line for the gateway, to copy or to photograph. */
export function CodeDialog({ model, detail, onClose }: ActionProps) {
  const { call, origin, format } = useDashboard()
  const text = useWords(words).code
  const acting = useMemo(createActing, [])
  const made = useSignal<{ line: string; expiresAt: string } | null>(null)
  const make = async () => {
    const api = hc<GatewayApi>(origin, { fetch: call }).api.gateways[':id']
    const answer = await acting.run(() => said(api.code.$post({ param: { id: detail.id } })))
    if (!answer) return false
    const line = `abordo gateway enrol --fleet ${origin} --code ${answer.code}`
    made.value = { line, expiresAt: answer.expiresAt }
    void model.loadNow()
    return false
  }
  return (
    <ActionDialog
      title={text.title}
      name="code"
      acting={acting}
      save={made.value ? null : text.make}
      onSave={make}
      onClose={onClose}
    >
      {made.value === null ? (
        <p>{text.ask}</p>
      ) : (
        <>
          <p>
            <b>{text.once}</b> {text.expires(format.value.dayAndTime(Date.parse(made.value.expiresAt)))}
          </p>
          <p>{text.run}</p>
          <Line line={made.value.line} />
          <QrCode content={made.value.line} label={text.qr} />
        </>
      )}
    </ActionDialog>
  )
}

function Line({ line }: { line: string }) {
  const text = useWords(words).code
  const copied = useSignal<'copied' | 'copyFailed' | null>(null)
  const copy = () =>
    void navigator.clipboard.writeText(line).then(
      () => {
        copied.value = 'copied'
      },
      () => {
        copied.value = 'copyFailed'
      },
    )
  return (
    <div class="command">
      <code data-enrol-line>{line}</code>
      {/* The clipboard needs a secure context; without one there is no button that would do nothing. */}
      {'clipboard' in navigator && (
        <button type="button" class="button button-plain" onClick={copy} data-copy>
          <Icon name={copied.value === 'copied' ? 'check' : 'copy'} />{' '}
          {copied.value === 'copied' ? text.copied : text.copy}
        </button>
      )}
      <output class="small">{copied.value === 'copyFailed' && text.copyFailed}</output>
    </div>
  )
}
