import '../../alerts/alerts.css'
import './alerts-page.css'
import type { PageProps } from '../../pages.ts'
import { AlertPanel } from './alert-panel.tsx'
import { AlertsPanel } from './alerts-panel.tsx'

/** What somebody has to look after; below `/alerts/7` one of them, whole. */
export default function AlertsPage({ parts: [id] }: PageProps) {
  if (id === undefined) return <AlertsPanel />
  return <AlertPanel key={id} id={Number(id)} />
}
