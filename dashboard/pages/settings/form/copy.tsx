import { useSignal } from '@preact/signals'
import { useWords } from '../../../components/context.ts'
import { Icon } from '../../../components/icons.tsx'
import { formWords } from './words.ts'

/** Something to copy, whole and selectable where the browser does not let a page copy. */
export function Copy({ text, hook }: { text: string; hook?: string }) {
  const words = useWords(formWords)
  const copied = useSignal(false)
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => {
        copied.value = true
      },
      () => undefined,
    )
  return (
    <div class="command">
      <code data-copy={hook}>{text}</code>
      {/* The clipboard needs a secure context; without one there is no button that would do nothing. */}
      {'clipboard' in navigator && (
        <button type="button" class="button button-plain" onClick={copy}>
          <Icon name={copied.value ? 'check' : 'copy'} /> {copied.value ? words.copied : words.copy}
        </button>
      )}
    </div>
  )
}
