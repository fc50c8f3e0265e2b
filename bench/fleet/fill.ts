// Statements that fill a León of `makeCity` with what thirty days and more of reports leave, values plausible and the same each time.
// Both engines understand them. Times are seconds since 1970; [from, to).

export interface Stretch {
  from: number
  to: number
}

/** Starts of the steps of a stretch, as a table `moment(at)`. */
const moments = ({ from, to }: Stretch, step: number) =>
  `WITH RECURSIVE moment(at) AS (SELECT CAST(${from} AS bigint) UNION ALL SELECT at + ${step} FROM moment WHERE at + ${step} < ${to})`

/** From 0 to 39, another for each minute and each row. */
const riders = (number: string) => `((at / 60 * 7 + ${number} * 11) % 40)`
const ROUTE_NUMBER = 'CAST(substr(route_id, 2) AS bigint)'
const GATEWAY_NUMBER = 'CAST(substr(gateway_id, 5) AS bigint)'
/** Of 2,300 gateways on a hundred routes. */
const ON_A_ROUTE = 23

/** What `route_minute` holds of every route. */
export function routeMinutes(of: Stretch): string {
  return `${moments(of, 60)}
    INSERT INTO route_minute (route_id, minute_at, riders_connected, gateways, sessions_started, input_octets, output_octets)
    SELECT route_id, at, n * ${ON_A_ROUTE}, ${ON_A_ROUTE}, n, n * 900000, n * 16000000
    FROM (SELECT at, route_id, ${riders(ROUTE_NUMBER)} AS n FROM moment CROSS JOIN route) AS cell`
}

/** What the rollups by hour hold of every route and every gateway. */
export function hours(of: Stretch): string[] {
  const sums = (n: string, gateways: number) =>
    `${60 * gateways} - ${n} % 3, ${60 * gateways}, ${n} * ${60 * gateways}, ${n} * 60, ${n} * 50000000, ${n} * 900000000`
  return [
    `${moments(of, 3600)}
    INSERT INTO route_hour (route_id, hour_at, reports, due, riders_sum, sessions_started, input_octets, output_octets, minutes, riders_peak)
    SELECT route_id, at, ${sums('n', ON_A_ROUTE)}, 60, n * ${ON_A_ROUTE} + 50
    FROM (SELECT at, route_id, ${riders(ROUTE_NUMBER)} AS n FROM moment CROSS JOIN route) AS cell`,
    `${moments(of, 3600)}
    INSERT INTO gateway_hour (gateway_id, hour_at, reports, due, riders_sum, sessions_started, input_octets, output_octets, riders_peak)
    SELECT gateway_id, at, ${sums('n', 1)}, n + 5
    FROM (SELECT at, gateway_id, ${riders(GATEWAY_NUMBER)} AS n FROM moment CROSS JOIN gateway) AS cell`,
  ]
}

/** What the rollups by day hold; each day by its start. */
export function day(at: number): string[] {
  const sums = (n: string, gateways: number) =>
    `${1440 * gateways} - ${n}, ${1440 * gateways}, ${n} * ${1440 * gateways}, ${n} * 1440, ${n} * 1200000000, ${n} * 20000000000`
  const cells = `(SELECT route_id, ${riders(ROUTE_NUMBER)} AS n FROM route CROSS JOIN (SELECT CAST(${at} AS bigint) AS at) AS today) AS cell`
  return [
    `INSERT INTO route_day (route_id, day_at, reports, due, riders_sum, sessions_started, input_octets, output_octets, minutes, riders_peak)
    SELECT route_id, ${at}, ${sums('n', ON_A_ROUTE)}, 1440, n * ${ON_A_ROUTE} + 80 FROM ${cells}`,
    // Settled: the fleet has nothing to work out of it.
    `INSERT INTO fleet_day (day_at, reports, due, riders_sum, sessions_started, input_octets, output_octets, minutes, riders_peak, settled_reports)
    SELECT day_at, sum(reports), sum(due), sum(riders_sum), sum(sessions_started), sum(input_octets), sum(output_octets), 1440, 60000, sum(reports)
    FROM route_day WHERE day_at = ${at} GROUP BY day_at`,
  ]
}

/** One boot of every gateway that lasts for the stretch. */
export function boot({ from, to }: Stretch): string {
  return `INSERT INTO gateway_run (gateway_id, boot_id, route_id, first_minute_at, last_minute_at)
    SELECT gateway_id, 'boot-${from}', route_id, ${from}, ${to - 60} FROM gateway`
}

/** Every gateway reported the minute before `to`. */
export function alive(to: number): string {
  return `UPDATE gateway SET last_ended_at = ${to * 1000}, last_received_at = ${to * 1000 + 500}, last_route_id = route_id, last_riders_connected = 9`
}

/** Raw reports of every gateway, in the order in which SQLite keeps them. */
export function reports(of: Stretch): string {
  return `${moments(of, 60)}
    INSERT INTO report (gateway_id, boot_id, seq, route_id, route_source, minute_at, started_at, ended_at, started_uptime_ms, ended_uptime_ms,
      clock_source, clock_uncertainty_ms, received_at, riders_connected, riders_peak, sessions_started, sessions_ended, input_octets,
      output_octets, software, policy_version, clock_estimated, uplink_up_ms, round_trip_ms)
    SELECT gateway_id, '00000000-0000-8000-8000-000000000000', (at - ${of.from}) / 60, route_id, 'assignment', at, at * 1000, at * 1000 + 60000,
      (at - ${of.from}) * 1000, (at - ${of.from}) * 1000 + 60000, 'gnss', 20, at * 1000 + 60500, n, n + 2, n % 5, '{"user-request":1}', n * 40000,
      n * 700000, 'abordo 0.1.0', 1, 0, 60000, 85
    FROM (SELECT at, gateway_id, route_id, ${riders(GATEWAY_NUMBER)} AS n FROM moment CROSS JOIN gateway) AS cell`
}
