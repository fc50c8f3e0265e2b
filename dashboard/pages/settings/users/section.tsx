import { ROLES } from '../../../../contract/api.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ChoiceControl, TextControl } from '../form/control.tsx'
import { FormFrame } from '../form/form-frame.tsx'
import { Once } from '../form/once.tsx'
import { SectionPanel } from '../section-panel.tsx'
import { useModel } from '../use-model.ts'
import { createUsers } from './model.ts'
import { UserRow } from './user-row.tsx'
import { words } from './words.ts'

/** Who may sign in: for admins. */
export default function UsersSection() {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useModel(createUsers)
  const state = dashboard.session.state.value
  const me = state.kind === 'signed-in' ? state.me.email : null
  const link = model.link.value
  return (
    <>
      <SectionPanel
        text={text}
        first={
          link && (
            <Once
              title={text.linkTitle(link.email)}
              note={text.linkOnce(dashboard.format.value.dayAndTime(Date.parse(link.expiresAt)))}
              text={link.url}
              hook="password-link"
            />
          )
        }
        loaded={model.list}
        load={model.load}
      >
        <ul class="entry-list">
          {model.list.data.value?.map((user) => (
            <UserRow key={user.id} user={user} isMe={user.email === me} model={model} />
          ))}
        </ul>
      </SectionPanel>
      <section class="panel">
        <FormFrame form={model.invite} hook="invite" submit={text.invite} isNew>
          <div class="form-part">
            <h3>{text.add}</h3>
            <p class="muted">{text.addHint}</p>
            <div class="controls">
              <TextControl form={model.invite} name="email" type="email" label={text.email} />
              <ChoiceControl
                form={model.invite}
                name="role"
                label={text.role}
                options={ROLES.map((role) => ({ value: role, label: text.rolesMean[role] }))}
              />
            </div>
          </div>
        </FormFrame>
      </section>
    </>
  )
}
