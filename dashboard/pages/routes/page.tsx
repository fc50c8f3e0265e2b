import { ChartPanel } from '../../components/chart-panel.tsx'

/** Riders connected by route. */
export default function RoutesPage() {
  return <ChartPanel />
}
