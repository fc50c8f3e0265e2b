import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

type Dialog = ComponentType<{ onClose: () => void }>

/** Adds a gateway. Its form comes when it is asked for. */
export function AddGateway() {
  const { session } = useDashboard()
  const text = useText()
  const dialog = useSignal<Dialog | null>(null)
  const failed = useSignal(false)
  const state = session.state.value
  if (state.kind !== 'signed-in' || state.me.role === 'official') return null
  const open = () => {
    failed.value = false
    import('../pages/gateway/add-dialog.tsx').then(
      (loaded) => {
        dialog.value = loaded.default
      },
      () => {
        failed.value = true
      },
    )
  }
  return (
    <>
      <button type="button" class="button add-gateway" onClick={open} data-add-gateway>
        <Icon name="bus" /> {text.addGateway}
      </button>
      {failed.value && <span role="alert">{text.pageFailed}</span>}
      {dialog.value && (
        <dialog.value
          onClose={() => {
            dialog.value = null
          }}
        />
      )}
    </>
  )
}
