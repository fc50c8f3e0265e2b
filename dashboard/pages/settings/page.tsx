import { useText } from '../../components/context.ts'

export default function SettingsPage() {
  return (
    <section class="panel">
      <h2>{useText().pages.settings}</h2>
    </section>
  )
}
