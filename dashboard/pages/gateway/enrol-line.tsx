import { useSignal } from '@preact/signals'
import type { CodeAnswer } from '../../../contract/api.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { QrCode } from './qr-code.tsx'
import { words } from './words.ts'

/** The one line that enrols a gateway, to copy or to photograph, and how long its code is good. */
export function EnrolLine({ made: { code, expiresAt } }: { made: CodeAnswer }) {
  const { origin, format } = useDashboard()
  const text = useWords(words).code
  const line = `abordo gateway enrol --fleet ${origin} --code ${code}`
  return (
    <>
      <p>
        <b>{text.once}</b> {text.expires(format.value.dayAndTime(Date.parse(expiresAt)))}
      </p>
      <p>{text.run}</p>
      <Line line={line} />
      <QrCode content={line} label={text.qr} />
    </>
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
