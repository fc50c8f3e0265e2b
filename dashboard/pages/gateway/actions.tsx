import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { GatewayDetail } from '../../../contract/api.ts'
import { useWords } from '../../components/context.ts'
import { Icon, type IconName } from '../../components/icons.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { CodeDialog } from './code-dialog.tsx'
import { RenewDialog, RevokeDialog } from './credential-dialogs.tsx'
import type { GatewayPageModel } from './model.ts'
import { SnoozeDialog, Unsnooze } from './snooze-dialog.tsx'
import { words } from './words.ts'

export interface ActionProps {
  model: GatewayPageModel
  detail: GatewayDetail
  onClose: () => void
}

const DIALOGS = {
  change: ChangeDialog,
  assign: AssignDialog,
  snooze: SnoozeDialog,
  code: CodeDialog,
  renew: RenewDialog,
  revoke: RevokeDialog,
} satisfies Record<string, ComponentType<ActionProps>>
type ActionName = keyof typeof DIALOGS

const ICONS: Record<ActionName, IconName> = {
  change: 'bus',
  assign: 'lines',
  snooze: 'late',
  code: 'copy',
  renew: 'retry',
  revoke: 'missing',
}

/** What an operator may do about a gateway. */
export function Actions({ model, detail }: Omit<ActionProps, 'onClose'>) {
  const text = useWords(words).actions
  const open = useSignal<ActionName | null>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    // The button that opened it may be gone with what was done.
    if (wasOpen.current && open.value === null && document.activeElement === document.body)
      document.getElementById('gateway-name')?.focus()
    wasOpen.current = open.value !== null
  }, [open.value])
  const Dialog = open.value && DIALOGS[open.value]
  const isThere: Record<ActionName, boolean> = {
    change: true,
    assign: detail.site === 'vehicle',
    snooze: detail.snoozed === null,
    code: true,
    renew: detail.enrolled,
    revoke: detail.enrolled,
  }
  return (
    <>
      <fieldset class="gateway-actions">
        <legend class="hidden">{text.label}</legend>
        {(Object.keys(DIALOGS) as ActionName[])
          .filter((name) => isThere[name])
          .map((name) => (
            <button
              key={name}
              type="button"
              class={name === 'revoke' ? 'button action-danger' : 'button'}
              onClick={() => {
                open.value = name
              }}
              data-action={name}
            >
              <Icon name={ICONS[name]} /> {text[name]}
            </button>
          ))}
        {detail.snoozed && <Unsnooze model={model} />}
      </fieldset>
      {Dialog && (
        <Dialog
          model={model}
          detail={detail}
          onClose={() => {
            open.value = null
          }}
        />
      )}
    </>
  )
}
