import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

/** Asks for a gateway to be added; not there for who may not. */
export function AddGateway() {
  const { session, adding } = useDashboard()
  const text = useText()
  const state = session.state.value
  if (state.kind !== 'signed-in' || state.me.role === 'official') return null
  return (
    <button
      type="button"
      class="button add-gateway"
      onClick={() => {
        adding.value = true
      }}
      data-add-gateway
    >
      <Icon name="bus" /> {text.addGateway}
    </button>
  )
}

/**
 * The form that adds a gateway, which comes when it is asked for. It stands beside the pages: what is below it may change with the first
 * report, and the code that it shows is shown once.
 */
export function AddGatewayForm() {
  const { adding } = useDashboard()
  const text = useText()
  const Form = useSignal<ComponentType<{ onClose: () => void }> | null>(null)
  const failed = useSignal(false)
  const isOpen = adding.value
  useEffect(() => {
    failed.value = false
    if (!isOpen || Form.value) return
    import('../pages/gateway/add-dialog.tsx').then(
      (loaded) => {
        Form.value = loaded.default
      },
      () => {
        failed.value = true
        adding.value = false
      },
    )
  }, [isOpen])
  const close = () => {
    adding.value = false
  }
  if (failed.value) return <p role="alert">{text.pageFailed}</p>
  return isOpen && Form.value ? <Form.value onClose={close} /> : null
}
